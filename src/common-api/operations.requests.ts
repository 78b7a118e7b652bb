// Money on clients' accounts (commonapi.md §7).
import { createHash } from 'node:crypto';
import { bookOperation, listOperations } from '../accounts/accounts.js';
import { requireLive } from '../clients/card.js';
import { type OperationInput, OperationInput as OperationSchema, type OperationView } from '../contract/accounts.js';
import { directories } from '../directories/definitions.js';
import { type Directory, getItem } from '../directories/directories.js';
import type { Db } from '../db/database.js';
import { checkInput } from '../http/validation.js';
import { AppError } from '../lib/app-error.js';
import { fromMinor, toMinor } from '../lib/money.js';
import { parsePhone } from '../lib/phone.js';
import { compileSchema } from '../lib/schema-check.js';
import { clientsByPhone } from '../orders/facts.js';
import { commonError } from './answer.js';
import { type ApiRequest, type CodeTable, optional, request, required } from './request.js';
import { bool, datetime, integer, money, oneOf, phone, text, toWireMoney, toWireTime } from './values.js';

const validate = compileSchema(OperationSchema);

const NOT_FOUND = { on: ['client.not_found', 'client.deleted'], descr: 'Клиент с ID {client_id} не найден' };
const createCodes: CodeTable = {
  100: NOT_FOUND,
  101: { on: ['account.kind_not_found', 'account.none'], descr: 'Вид счета {account_kind} у клиента с ID {client_id} не найден' },
};
const listCodes: CodeTable = { 100: NOT_FOUND, 101: { on: ['account.kind_not_found', 'item.not_found'], descr: 'Вид счета {account_kind} не найден' } };

/** Clocks of programs and ours differ; what lies a little ahead counts from now. */
const AHEAD_MS = 5 * 60_000;
/** A program that stamps its operations with the time at which it sends them repeats one with the same bytes. */
const FRESH_MS = 5 * 60_000;
const BONUS = 1;

/** The same bytes with a fresh time are the same operation, sent again because the answer did not come. */
function repeatKey(raw: Buffer, at: Date | undefined, now: number): string | null {
  if (at === undefined || Math.abs(now - at.getTime()) > FRESH_MS) return null;
  return `commonApi:${createHash('sha256').update(raw).digest('hex')}`;
}

function instantOf(at: Date, now: number): string {
  return (at.getTime() > now && at.getTime() - now <= AHEAD_MS ? new Date(now) : at).toISOString();
}

const PAGE = 1_000;

async function allOperations(db: Db, clientId: number, accountKind: number | null, from: Date, to: Date): Promise<OperationView[]> {
  const operations: OperationView[] = [];
  let before: number | null = null;
  for (;;) {
    const rows: Awaited<ReturnType<typeof listOperations>> = await listOperations(db, { clientId, accountKind, from, to, before, limit: PAGE });
    operations.push(...rows);
    if (rows.length < PAGE) return operations.reverse();
    before = rows[rows.length - 1]?.postingId ?? null;
  }
}

const titles: Record<string, string> = {
  receipt: 'Поступление', expense: 'Списание', transfer: 'Перевод', charge: 'Оплата заказа', penalty: 'Штраф за отмену заказа', cancellation: 'Отмена операции',
};

function toWire({ id, at, sum, orderId, type, cash, accountKind, kind, name, comment, cancelledBy, cancels }: OperationView, zone: string) {
  return {
    oper_id: id,
    oper_time: toWireTime(at, zone),
    sum: toWireMoney(toMinor(sum.amount)),
    order_id: orderId ?? 0,
    oper_type: type,
    pay_type: cash ? 'cash' : 'nocash',
    account_kind: accountKind,
    name: name ?? titles[kind] ?? kind,
    comment: comment ?? '',
    cancelled_by_oper_id: cancelledBy ?? 0,
    cancelled_oper_id: cancels ?? 0,
  };
}

/** By id; some programs know only the phone. */
async function clientOf(db: Db, clientId: number | undefined, number: string | undefined): Promise<number> {
  if (clientId !== undefined) return clientId;
  if (number === undefined) throw commonError(8, 'client_id');
  const [found] = await clientsByPhone(db, parsePhone(number, db.defaults.phoneCountry).digits);
  if (found === undefined) throw new AppError('client.not_found');
  return found;
}

export const operationRequests: readonly ApiRequest[] = [
  request({
    name: 'create_client_operation', kind: 'FORM', summary: 'Поступление или списание по счету клиента',
    params: {
      client_id: required(integer()), sum: required(money, { about: 'больше 0' }), oper_type: required(oneOf('receipt', 'expense')), oper_time: optional(datetime), comment: optional(text()),
      pay_type: optional(oneOf('cash', 'nocash')), bonus_oper: optional(bool, { about: 'устарел: бонусный счет' }), account_kind: optional(integer(0), { about: '0 основной, 1 бонусный; важнее bonus_oper' }),
    },
    codes: createCodes,
    async handle({ db, actor, raw }, { client_id, sum, oper_type, oper_time, comment, pay_type, bonus_oper, account_kind }) {
      if (sum <= 0n) throw commonError(9, 'sum должен быть больше 0');
      const now = db.clock.now().toMillis();
      const input = {
        type: oper_type, sum: { amount: fromMinor(sum), currency: db.defaults.currency }, accountKind: account_kind ?? (bonus_oper ? BONUS : 0), cash: pay_type === 'cash',
        ...(oper_time !== undefined && { at: instantOf(oper_time, now) }), ...(comment !== undefined && { comment }),
      } satisfies OperationInput;
      checkInput(validate, input);
      const operation = await bookOperation(db, actor, client_id, input, repeatKey(raw, oper_time, now));
      return { oper_id: operation.id };
    },
  }),
  request({
    name: 'get_client_operations', kind: 'GET', summary: 'Операции по счетам клиента за период; без account_kind — по всем счетам',
    params: {
      client_id: optional(integer(), { about: 'обязателен, если нет phone' }), phone: optional(phone(), { about: 'вместо client_id' }), start_time: required(datetime), finish_time: required(datetime),
      account_kind: optional(integer(0)),
    },
    codes: listCodes,
    async handle({ db, zone, about }, { client_id, phone: number, start_time, finish_time, account_kind }) {
      const clientId = await clientOf(db, client_id, number);
      about(clientId);
      await requireLive(db, clientId);
      if (account_kind !== undefined) await getItem(db, directories.find(({ entity }) => entity === 'accountKind') as Directory, account_kind);
      // The last second counts as a whole.
      const until = new Date(finish_time.getTime() + 1_000);
      return { operations: (await allOperations(db, clientId, account_kind ?? null, start_time, until)).map((operation) => toWire(operation, zone)) };
    },
  }),
];
