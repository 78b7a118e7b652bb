// Stored digits against lib/phone.ts. A number is read in the client's country or, without one, in the installation's.
import type { SqlBlock } from '../db/sql.js';
import { parsePhone } from '../lib/phone.js';
import { type Findings, type Look, NAMED } from './findings.js';

interface PhoneRow {
  id: number;
  number: string;
  digits: string;
  country: string | null;
}

export async function findWrongDigits(look: Look, phonesToRead: SqlBlock): Promise<Findings> {
  const findings: Findings = { breaches: 0, first: [] };
  await look.stream<PhoneRow>(phonesToRead, ({ id, number, digits, country }) => {
    const read = parsePhone(number, country ?? look.phoneCountry).digits;
    if (read === digits) return;
    findings.breaches += 1;
    if (findings.first.length < NAMED) findings.first.push({ id, what: `the digits of its number ${number} are ${read}, not ${digits}` });
  });
  return findings;
}
