// POST /resolve: from a phone number or a client to the whole answer. A constant number of statements: who it is, then
// two side by side (see facts.ts).
import type { ResolveAnswer, ResolveInput } from '../contract/orders.js';
import { clientItems } from '../clients/card.js';
import type { Db } from '../db/database.js';
import type { SqlRunner } from '../db/sql.js';
import { fieldError } from '../lib/app-error.js';
import { parseInstant } from '../lib/clock.js';
import { toMinor } from '../lib/money.js';
import { parsePhone } from '../lib/phone.js';
import { decideOrder, type Decision, type OrderRequest } from './decide.js';
import { autoCreation, clientsByPhone, type FactsRequest, type ReadFacts, readFacts } from './facts.js';
import { resolutionView, type Sight } from './view.js';

export type Reader = SqlRunner & Pick<Db, 'clock' | 'defaults'>;

export const DEFAULT_TIME_ZONE = 'Europe/Moscow';
const CANDIDATES = 20;

export async function resolveOrder(db: Reader, input: ResolveInput, sight: Sight): Promise<ResolveAnswer> {
  const who = await whoOrders(db, input);
  if (who.kind === 'unknown') return unknown(db, who.phone);
  if (who.kind === 'several') return ambiguous(db, who.ids);
  const { facts, decision } = await decideAbout(db, { ...askedOf(db, input), ...who }, {});
  return { ...resolutionView(decision, facts, sight), candidates: [], unknownPhone: null };
}

export type Who = { kind: 'client'; customerId: number; payingId: number | null } | { kind: 'several'; ids: number[] } | { kind: 'unknown'; phone: string };

/** clientId says who it is; without it the phone number does. Throws request.invalid where neither is given. */
export async function whoOrders(db: Reader, { clientId, employeeId, phone }: Pick<ResolveInput, 'clientId' | 'employeeId' | 'phone'>): Promise<Who> {
  if (clientId !== undefined) return { kind: 'client', customerId: employeeId ?? clientId, payingId: employeeId === undefined ? null : clientId };
  if (employeeId !== undefined) throw fieldError('request.invalid', 'body/clientId', 'is missing: an employee is given together with the client');
  if (phone === undefined) throw fieldError('request.invalid', 'body/clientId', 'is missing: say the client or the phone number');
  const ids = await clientsByPhone(db, parsePhone(phone, db.defaults.phoneCountry).digits);
  const [only] = ids;
  if (only === undefined) return { kind: 'unknown', phone };
  return ids.length === 1 ? { kind: 'client', customerId: only, payingId: null } : { kind: 'several', ids };
}

/** What is asked about one client: which facts are read, and what is decided upon them. */
export interface Asked extends Omit<FactsRequest, 'customerId' | 'payingId'>, Omit<OrderRequest, 'payingId' | 'confirmed' | 'password' | 'tariffId' | 'discountId' | 'at'> {}

export function askedOf(db: Reader, input: Omit<ResolveInput, 'clientId' | 'employeeId'>): Asked {
  const sums = [['sum', input.sum], ['pay/cashless', input.pay?.cashless], ['pay/bonus', input.pay?.bonus]] as const;
  const [path, first] = sums.find(([, sum]) => sum !== undefined) ?? [];
  const other = sums.find(([, sum]) => sum !== undefined && sum.currency !== first?.currency);
  if (other) throw fieldError('ledger.currency', `body/${other[0]}/currency`, `must be ${first?.currency}, as in the other sums`);
  return {
    at: input.at === undefined ? db.clock.now().toJSDate() : parseInstant(input.at, 'body/at'),
    carrierId: input.carrierId ?? null,
    crewGroupId: input.crewGroupId ?? null,
    tariffId: input.tariffId ?? null,
    discountId: input.discountId ?? null,
    discountCard: input.discountCard ?? null,
    currency: first ? { code: first.currency, path: `body/${path}/currency` } : null,
    callerDigits: input.phone === undefined ? null : parsePhone(input.phone, db.defaults.phoneCountry).digits,
    orderId: null,
    defaultTimeZone: db.defaults.timeZone ?? DEFAULT_TIME_ZONE,
    sum: input.sum ? toMinor(input.sum.amount) : null,
    distance: input.distance ?? null,
    pay: input.pay,
  };
}

export async function decideAbout(
  db: Reader, asked: Asked & { customerId: number; payingId: number | null }, said: Partial<Pick<OrderRequest, 'confirmed' | 'password' | 'rightMissing'>>,
): Promise<{ facts: ReadFacts; decision: Decision }> {
  const facts = await readFacts(db, asked);
  return { facts, decision: decideOrder(facts, { confirmed: false, password: 'notAsked', ...said, ...asked }) };
}

const NOBODY = {
  customer: null, payer: null, group: null, path: null, at: null, timeZone: null, dayType: null, terms: null, pickUpAddress: null, attributes: null, notes: null, crews: null,
  passwordNeeded: null, money: null, budgets: null, estimate: null, parts: null,
} as const;

async function unknown(db: Reader, phone: string): Promise<ResolveAnswer> {
  const group = await autoCreation(db);
  const reasons = group ? [] : [{ code: 'client.unknown' as const, message: `Nobody has the number ${phone}.`, client: null, remedy: 'Create a client with this number.' }];
  return {
    ...NOBODY,
    verdict: { allowed: group !== null, needsConfirmation: false, reasons, warnings: [] },
    candidates: [],
    unknownPhone: { phone, creates: group && { group: { id: group.id, name: group.name } } },
  };
}

async function ambiguous(db: Reader, ids: number[]): Promise<ResolveAnswer> {
  const items = await clientItems(db, ids.slice(0, CANDIDATES));
  return {
    ...NOBODY,
    verdict: { allowed: false, needsConfirmation: false, reasons: [{ code: 'client.ambiguous', message: 'Several clients have this number.', client: null, remedy: 'Ask who it is, and choose.' }], warnings: [] },
    candidates: items.map(({ id, name, kind, path }) => ({ id, name, kind: kind as 'person', path })),
    unknownPhone: null,
  };
}
