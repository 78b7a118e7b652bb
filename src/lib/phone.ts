// Phone numbers as typed, and as digits to compare and search by.
import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';

export interface ParsedPhone {
  /** E.164 digits without the plus where the number can be read as one, else all its digits. */
  digits: string;
  isE164: boolean;
}

/** `country` is where a number without country code belongs. */
export function parsePhone(typed: string, country: string): ParsedPhone {
  const parsed = parsePhoneNumberFromString(typed, country as CountryCode);
  if (parsed?.isValid()) return { digits: parsed.number.slice(1), isE164: true };
  return { digits: onlyDigits(typed), isE164: false };
}

export function onlyDigits(text: string): string {
  return text.replace(/\D/g, '');
}
