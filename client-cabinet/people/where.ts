/** "South › Shop 12": the units between the signed-in client and this one, which itself is left out. */
export function whereOf({ path }: { path: readonly { name: string }[] }): string {
  return path.slice(1).map(({ name }) => name).join(' › ');
}
