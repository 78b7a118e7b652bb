/** A value of a row's changes in words; `word` says yes and no. */
export function plainValue(value: unknown, word: (key: 'yes' | 'no') => string): string {
  if (value === null || value === undefined || value === '') return '—';
  if (typeof value === 'boolean') return word(value ? 'yes' : 'no');
  if (Array.isArray(value)) return value.map((one) => (typeof one === 'object' && one !== null ? String((one as { number?: unknown; name?: unknown }).number ?? (one as { name?: unknown }).name ?? '…') : String(one))).join(', ') || '—';
  if (typeof value === 'object') return String((value as { name?: unknown }).name ?? (value as { value?: unknown }).value ?? JSON.stringify(value));
  return String(value);
}
