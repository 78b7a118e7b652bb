import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** Grouped as the country writes it; what cannot be read stays as typed. */
export function formatPhone(typed: string): string {
  const digits = typed.replace(/\D/g, '');
  const international = typed.trim().startsWith('+') ? typed : digits.length === 11 && digits.startsWith('8') ? `+7${digits.slice(1)}` : `+${digits}`;
  const number = parsePhoneNumberFromString(international);
  return number?.isPossible() ? number.formatInternational() : typed;
}
