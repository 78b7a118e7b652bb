/** "South › Shop 12": the units between the signed-in client and this one, which itself is left out. */
export function whereOf({ path }: { path: readonly { name: string }[] }): string {
  return path.slice(1).map(({ name }) => name).join(' › ');
}

/** Of an address, what says which list is shown; a form that is open belongs to one person. */
export function searchOfList(search: string): string {
  const kept = new URLSearchParams(search);
  kept.delete('edit');
  return kept.toString();
}
