// Money on the wire is {"amount": "1234.50", "currency": "RUB"}; inside it is integer minor units (M-2).
import type { Money } from '../contract/primitives.js';

const DIGITS = 2;

/** Minor units of a decimal string with at most two decimals: "-12.5" → -1250n. */
export function toMinor(amount: string): bigint {
  const negative = amount.startsWith('-');
  const [whole = '0', fraction = ''] = (negative ? amount.slice(1) : amount).split('.');
  const minor = BigInt(whole) * 100n + BigInt(fraction.padEnd(DIGITS, '0'));
  return negative ? -minor : minor;
}

/** The decimal string with two decimals: -1250n → "-12.50". */
export function fromMinor(minor: bigint): string {
  const digits = (minor < 0n ? -minor : minor).toString().padStart(DIGITS + 1, '0');
  return `${minor < 0n ? '-' : ''}${digits.slice(0, -DIGITS)}.${digits.slice(-DIGITS)}`;
}

/** The same money with exactly two decimals, so that equal sums are equal text. */
export function normaliseMoney(money: Money): Money {
  return { amount: fromMinor(toMinor(money.amount)), currency: money.currency };
}
