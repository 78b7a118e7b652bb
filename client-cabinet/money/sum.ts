/** "1 250,5" → "1250.50"; null: no positive sum with at most two decimals. */
export function parseSum(typed: string): string | null {
  const [, whole, fraction = ''] = /^(\d{1,12})(?:[.,](\d{1,2}))?$/.exec(typed.replace(/[\s\u00a0\u202f]/g, '')) ?? [];
  if (whole === undefined) return null;
  const amount = `${BigInt(whole)}.${fraction.padEnd(2, '0')}`;
  return amount === '0.00' ? null : amount;
}

/** "749.50", "-250.50" → "499.00": exact, without floating point. */
export function moved(balance: string, by: string): string {
  const minor = (amount: string) => BigInt(amount.replace('.', ''));
  const sum = minor(balance) + minor(by);
  const digits = String(sum < 0n ? -sum : sum).padStart(3, '0');
  return `${sum < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
