// Check digits of Russian bank details. Each function gives a sentence about what is wrong, or null.

const sum = (digits: string, weights: readonly number[]) => weights.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);

const INN_10 = [2, 4, 10, 3, 5, 9, 4, 6, 8];
const INN_11 = [7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
const INN_12 = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
const ACCOUNT = Array.from({ length: 23 }, (_, index) => [7, 1, 3][index % 3] as number);

/** 10 digits for a company, 12 for a person; the last one (two) are check digits. */
export function wrongInn(inn: string): string | null {
  if (!/^(\d{10}|\d{12})$/.test(inn)) return 'must have 10 or 12 digits';
  const check = (weights: readonly number[], at: number) => (sum(inn, weights) % 11) % 10 === Number(inn[at]);
  const right = inn.length === 10 ? check(INN_10, 9) : check(INN_11, 10) && check(INN_12, 11);
  return right ? null : 'has a wrong check digit';
}

export function wrongKpp(kpp: string): string | null {
  return /^\d{4}[\dA-Z]{2}\d{3}$/.test(kpp) ? null : 'must have 9 characters, such as 770801001';
}

export function wrongBik(bik: string): string | null {
  return /^0\d{8}$/.test(bik) ? null : 'must have 9 digits and begin with 0';
}

/** A settlement account is checked with the last three digits of the bank's BIK before it. */
export function wrongAccount(account: string, bik: string): string | null {
  return wrongWithPrefix(account, bik.slice(-3));
}

/** A correspondent account is kept at a branch of the Bank of Russia: 0 and the fifth and sixth digits of the BIK. */
export function wrongCorrespondentAccount(account: string, bik: string): string | null {
  return wrongWithPrefix(account, `0${bik.slice(4, 6)}`);
}

function wrongWithPrefix(account: string, prefix: string): string | null {
  if (!/^\d{20}$/.test(account)) return 'must have 20 digits';
  return sum(prefix + account, ACCOUNT) % 10 === 0 ? null : 'does not fit the BIK: a digit is wrong';
}
