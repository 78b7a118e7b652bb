// A client's own numbers. One may be main; a number that identifies the caller is unique among clients that are
// not deleted. That rule looks at ancestors, so no index can guard it: writers lock the number, and whoever makes
// deleted clients live again locks all numbers at once.
import type { Phone, PhoneInput } from '../contract/clients.js';
import type { Tx } from '../db/database.js';
import { loadSql, queryRows } from '../db/sql.js';
import { AppError } from '../lib/app-error.js';
import { parsePhone } from '../lib/phone.js';

const sql = loadSql(import.meta.url);

/** The list as it will be stored; throws naming the phone that is wrong. */
export function normalisePhones(phones: readonly PhoneInput[], country: string): Phone[] {
  const seen = new Set<string>();
  let main = 0;
  return phones.map((phone, index) => {
    const path = `body/phones/${index}`;
    const { digits } = parsePhone(phone.number, country);
    if (seen.has(digits)) throw phoneError('phone.duplicate', `${path}/number`, 'is in the list twice', phone.number);
    seen.add(digits);
    if (phone.main) main += 1;
    if (main > 1) throw phoneError('phone.second_main', `${path}/main`, 'only one phone can be the main one', phone.number);
    return {
      number: phone.number.trim(),
      digits,
      main: phone.main ?? false,
      useForCalls: phone.useForCalls ?? true,
      identifiesCaller: phone.identifiesCaller ?? false,
    };
  });
}

/** The field's own code tells the two apart where the wire has a number for each. */
function phoneError(code: string, path: string, message: string, number: string): AppError {
  return new AppError('request.invalid', message, { number, errors: [{ path, code, message }] });
}

/** Which of these digits identify another client that is not deleted. They stay as they are until the end of the transaction. */
export async function digitsOfOthers(tx: Tx, clientId: number | null, digits: readonly string[]): Promise<Set<string>> {
  await queryRows(tx, sql('lock_numbers'), { digits: [...digits].sort() });
  return new Set((await queryRows<{ digits: string }>(tx, sql('find_all_taken'), { digits, client_id: clientId ?? 0 })).map((row) => row.digits));
}

/** Replaces the client's numbers. */
export async function writePhones(tx: Tx, clientId: number, phones: readonly Phone[]): Promise<void> {
  await queryRows(tx, sql('delete_phones'), { client_id: clientId });
  await addPhones(tx, clientId, phones);
}

/** The first numbers of a new client. */
export async function addPhones(tx: Tx, clientId: number, phones: readonly Phone[]): Promise<void> {
  await refuseTakenNumbers(tx, clientId, phones.filter((phone) => phone.identifiesCaller));
  if (phones.length) await queryRows(tx, sql('insert_phones'), { client_id: clientId, phones: JSON.stringify(phones) });
}

async function refuseTakenNumbers(tx: Tx, clientId: number, identifying: readonly Phone[]): Promise<void> {
  if (identifying.length === 0) return;
  const digits = identifying.map((phone) => phone.digits).sort();
  await queryRows(tx, sql('lock_numbers'), { digits });
  const [taken] = await queryRows<{ digits: string; id: number; name: string }>(tx, sql('find_taken'), { digits, client_id: clientId });
  if (!taken) return;
  const number = identifying.find((phone) => phone.digits === taken.digits)?.number ?? taken.digits;
  throw new AppError('client.phone_taken', `${number} already identifies the client "${taken.name}". Keep it as a contact number, or take it away there first.`, {
    number,
    client: { id: taken.id, name: taken.name },
    errors: [{ path: 'body/phones', code: 'client.phone_taken', message: `${number} is taken` }],
  });
}

/** To be called after a client was made live again: throws if one of its subtree's numbers was given away meanwhile. */
export async function refuseNumbersTakenMeanwhile(tx: Tx, topId: number): Promise<void> {
  await queryRows(tx, sql('lock_all_numbers'));
  const [taken] = await queryRows<{ number: string; ownerId: number; id: number; name: string }>(tx, sql('find_taken_in_subtree'), { client_id: topId });
  if (!taken) return;
  throw new AppError('client.phone_taken', `${taken.number} identifies "${taken.name}" by now. Take it away there, or keep it here as a contact number.`, {
    number: taken.number,
    client: { id: taken.id, name: taken.name },
  });
}
