// Accounts of clients: balances, operations, cancellations, transfers (M-1 … M-9).
// Only a client that uses its own account has accounts; they come into being with their first operation.
import type { AccountView, OperationInput, OperationView, TransferInput } from '../contract/accounts.js';
import { type Actor, requireRight } from '../auth/actor.js';
import type { Money } from '../contract/primitives.js';
import type { Db } from '../db/database.js';
import { loadSql, queryOptionalRow, queryRow, queryRows, type SqlRunner } from '../db/sql.js';
import type { Clock } from '../lib/clock.js';
import { AppError, fieldError } from '../lib/app-error.js';
import { fromMinor, toMinor } from '../lib/money.js';
import { effectiveFloor } from '../resolution/floor.js';
import { ancestorChains, type ChainNode, rootOf } from '../tree/tree.js';
import { requireLive } from '../clients/card.js';
import { type AccountKey, bookEntry, type Owner, type Posting } from './ledger.js';

const sql = loadSql(import.meta.url);

const MAIN = 0;
const BONUS = 1;

/** All accounts of a client, main and bonus of the default carrier also while they are empty. Throws account.none (D-15). */
export async function listAccounts(db: Db, clientId: number): Promise<AccountView[]> {
  await requireAccountHolder(db, clientId);
  interface Row { carrierId: number; carrierName: string; kindId: number; kindName: string; currency: string; balance: string; held: string; withEmployees: string }
  const [rows, floor] = [await queryRows<Row>(db, sql('select_accounts'), { client_id: clientId }), await floorOf(db, clientId)];
  return rows.map(({ carrierId, carrierName, kindId, kindName, currency, ...sums }) => {
    const money = (minor: bigint): Money => ({ amount: fromMinor(minor), currency });
    const [balance, held] = [BigInt(sums.balance), BigInt(sums.held)];
    const bottom = kindId === MAIN && floor?.currency === currency ? floor.minor : 0n;
    const available = balance - held - bottom;
    return {
      carrier: { id: carrierId, name: carrierName },
      kind: { id: kindId, name: kindName },
      currency,
      balance: money(balance),
      balanceWithEmployees: money(BigInt(sums.withEmployees)),
      held: money(held),
      available: money(available < 0n ? 0n : available),
    };
  });
}

/** Balance of a client and everybody below it who is not deleted, per kind (M-9); `at` for a day in the past. */
export async function balanceWithEmployees(db: SqlRunner, clientId: number, at: Date | null): Promise<{ kindId: number; currency: string; minor: bigint }[]> {
  interface Row { kindId: number; currency: string; balance: string }
  const rows = await queryRows<Row>(db, sql(at === null ? 'sum_below' : 'sum_below_at'), { client_id: clientId, ...(at && { at }) });
  return rows.map(({ kindId, currency, balance }) => ({ kindId, currency, minor: BigInt(balance) }));
}

/** Books a receipt or an expense (M-5). Past the floor only with the right and a reason (M-6). */
export async function bookOperation(db: Db, actor: Actor, clientId: number, input: OperationInput, key: string | null): Promise<OperationView> {
  await requireAccountHolder(db, clientId);
  await requireLive(db, clientId);
  const account = await accountKey(db, input);
  if (input.at !== undefined && input.at > db.clock.now().toISO()) throw fieldError('request.invalid', 'body/at', 'must not be in the future');
  if (input.pastFloorReason !== undefined) requireRight(actor, 'operation.bookPastFloor');
  const amount = toMinor(input.sum.amount) * (input.type === 'receipt' ? 1n : -1n);
  const floor = input.type === 'expense' && input.pastFloorReason === undefined ? await floorFor(db, clientId, account) : null;
  const { type, cash = false, at, name, comment, pastFloorReason } = input;
  const entryId = await bookEntry(db, actor, {
    entry: { kind: type, cash, ...(at !== undefined && { at }), name: name ?? null, comment: comment ?? null, pastFloorReason: pastFloorReason ?? null },
    postings: [
      { account: { clientId, ...account }, amount, floor },
      { account: { ...counterpart(account, cash), ...account }, amount: -amount, floor: null },
    ],
    key: key === null ? null : { key, content: { operation: 'bookOperation', clientId, input } },
  });
  return getOperation(db, entryId, clientId);
}

/** Books the opposite of an entry; the two name each other (M-4). */
export async function cancelOperation(db: Db, actor: Actor, entryId: number, input: { comment?: string | null; pastFloorReason?: string }, key: string | null): Promise<OperationView> {
  interface Row { kind: string; cash: boolean; orderId: string | null; cancelsId: string | null; cancelledBy: string | null; accountId: string; clientId: number | null; serviceRole: string | null; carrierId: number; kindId: number; currency: string; amount: string }
  const lines = await queryRows<Row>(db, sql('select_lines'), { entry_id: entryId });
  const [first] = lines;
  if (!first) throw new AppError('operation.not_found');
  if (first.cancelsId !== null) throw new AppError('operation.cancelled', 'A cancellation itself cannot be cancelled; book the operation anew.');
  const content = { operation: 'cancelOperation', entryId, input };
  if (first.cancelledBy !== null && key === null) throw new AppError('operation.cancelled', `It was cancelled by operation ${first.cancelledBy}.`);
  if (input.pastFloorReason !== undefined) requireRight(actor, 'operation.bookPastFloor');
  const postings = await Promise.all(lines.map(async ({ clientId, serviceRole, carrierId, kindId, currency, amount }): Promise<Posting> => {
    const account: AccountKey = { carrierId, kindId, currency };
    const back = -BigInt(amount);
    const floor = clientId !== null && back < 0n && input.pastFloorReason === undefined ? await floorFor(db, clientId, account) : null;
    const owner = (clientId === null ? { serviceRole } : { clientId }) as Owner;
    return { account: { ...owner, ...account }, amount: back, floor };
  }));
  const cancellation = await bookEntry(db, actor, {
    entry: { kind: 'cancellation', cash: first.cash, cancelsId: entryId, comment: input.comment ?? null, pastFloorReason: input.pastFloorReason ?? null },
    postings,
    key: key === null ? null : { key, content },
    by: first.orderId !== null && (first.kind === 'charge' || first.kind === 'penalty') ? 'cancel_order_charge' : 'book_entry',
  });
  const clientId = lines.find((line) => line.clientId !== null)?.clientId as number;
  return getOperation(db, cancellation, clientId);
}

/** Moves money between two clients of one tree: both sides or none (M-8). */
export async function transfer(db: Db, actor: Actor, input: TransferInput, key: string | null): Promise<OperationView> {
  const { fromClientId, toClientId, sum, comment } = input;
  if (fromClientId === toClientId) throw fieldError('transfer.same_client', 'body/toClientId', 'must be another client');
  // Asked for at once, so that they go out together; awaited in the order in which their refusals count.
  const [chainsRead, accountRead, floorRead] = [ancestorChains(db, [fromClientId, toClientId]), accountKey(db, input), floorOf(db, fromClientId)];
  for (const read of [accountRead, floorRead]) read.catch(() => undefined);
  const chains = await chainsRead;
  const roots = ([['fromClientId', fromClientId], ['toClientId', toClientId]] as const).map(([field, id]) => rootOf(holderChain(chains, id, `body/${field}`)).id);
  if (roots[0] !== roots[1]) throw new AppError('transfer.other_tree', 'Money can only be moved inside one organisation.');
  const account = await accountRead;
  const amount = toMinor(sum.amount);
  const entryId = await bookEntry(db, actor, {
    entry: { kind: 'transfer', comment: comment ?? null },
    postings: [
      { account: { clientId: fromClientId, ...account }, amount: -amount, floor: bottomOf(account, await floorRead) },
      { account: { clientId: toClientId, ...account }, amount, floor: null },
    ],
    key: key === null ? null : { key, content: { operation: 'transfer', input } },
  });
  return getOperation(db, entryId, fromClientId);
}

/** D-15: moves what a client has and owes to the one who pays for it from now on: the nearest superior with an own account. */
export async function transferRest(tx: SqlRunner & { clock: Clock }, actor: Actor, clientId: number): Promise<void> {
  const [, ...above] = (await ancestorChains(tx, [clientId])).get(clientId) ?? [];
  const payer = above.find((node) => node.usesOwnAccount);
  if (!payer) return;
  interface Row { carrierId: number; kindId: number; currency: string; balance: string }
  for (const { balance, ...account } of await queryRows<Row>(tx, sql('lock_balances'), { client_id: clientId })) {
    const amount = BigInt(balance);
    if (amount === 0n) continue;
    await bookEntry(tx, actor, {
      entry: { kind: 'transfer', comment: 'The rest, as the own account was given up' },
      postings: [
        { account: { clientId, ...account }, amount: -amount, floor: null },
        { account: { clientId: payer.id, ...account }, amount, floor: amount < 0n ? await floorFor(tx, payer.id, account) : null },
      ],
    });
  }
}

export async function getOperation(db: SqlRunner, entryId: number, clientId: number | null): Promise<OperationView> {
  const row = await queryOptionalRow<OperationRow>(db, sql('select_operation'), { entry_id: entryId, client_id: clientId });
  if (!row) throw new AppError('operation.not_found');
  return toView(row);
}

export interface OperationFilter {
  clientId: number;
  accountKind: number | null;
  from: Date | null;
  to: Date | null;
  /** Id of the last posting of the page before. */
  before: number | null;
  limit: number;
}

/** Newest booked first. */
export async function listOperations(db: SqlRunner, filter: OperationFilter): Promise<(OperationView & { postingId: number })[]> {
  const { clientId, accountKind, from, to, before, limit } = filter;
  const rows = await queryRows<OperationRow>(db, sql('list_operations'), { client_id: clientId, kind_id: accountKind, from, to, before, limit });
  return rows.map((row) => ({ ...toView(row), postingId: Number(row.postingId) }));
}

interface OperationRow extends Omit<OperationView, 'id' | 'type' | 'sum' | 'balanceAfter' | 'orderId' | 'cancels' | 'cancelledBy'> {
  id: string;
  postingId: string;
  amount: string;
  balance: string;
  currency: string;
  orderId: string | null;
  cancels: string | null;
  cancelledBy: string | null;
}

function toView({ id, postingId: _, amount, balance, currency, orderId, cancels, cancelledBy, ...row }: OperationRow): OperationView {
  const minor = BigInt(amount);
  const number = (text: string | null) => (text === null ? null : Number(text));
  return {
    id: Number(id),
    ...row,
    type: minor > 0n ? 'receipt' : 'expense',
    sum: { amount: fromMinor(minor < 0n ? -minor : minor), currency },
    balanceAfter: { amount: fromMinor(BigInt(balance)), currency },
    orderId: number(orderId),
    cancels: number(cancels),
    cancelledBy: number(cancelledBy),
  };
}

/** Whose account pays for a client: its own, else the nearest superior's (O-2). */
export async function payerId(db: SqlRunner, clientId: number): Promise<number> {
  const chain = (await ancestorChains(db, [clientId])).get(clientId);
  if (!chain) throw new AppError('client.not_found');
  return (chain.find((node) => node.usesOwnAccount) ?? rootOf(chain)).id;
}

/** D-15: throws client.not_found or account.none. */
async function requireAccountHolder(db: SqlRunner, clientId: number): Promise<void> {
  holderChain(await ancestorChains(db, [clientId]), clientId, null);
}

function holderChain(chains: Map<number, ChainNode[]>, id: number, path: string | null): ChainNode[] {
  const chain = chains.get(id);
  if (!chain) throw path === null ? new AppError('client.not_found') : fieldError('client.not_found', path, `There is no client ${id}.`);
  if (chain[0]?.usesOwnAccount) return chain;
  const payer = chain.find((node) => node.usesOwnAccount);
  const detail = `"${chain[0]?.name}" has no account of its own: "${payer?.name}" pays for it.`;
  const data = { payer: { id: payer?.id, name: payer?.name } };
  throw path === null ? new AppError('account.none', detail, data) : fieldError('account.none', path, detail, data);
}

/** Carrier, kind and currency of the account that is meant; throws if one of them is unknown or does not fit. */
async function accountKey(db: SqlRunner, { carrierId, accountKind = MAIN, sum }: { carrierId?: number; accountKind?: number; sum: Money }): Promise<AccountKey> {
  interface Row { carrierId: number | null; currency: string | null; kindId: number | null }
  const found = await queryRow<Row>(db, sql('find_account_key'), { carrier_id: carrierId ?? null, kind_id: accountKind });
  if (found.kindId === null) throw fieldError('account.kind_not_found', 'body/accountKind', `There is no account kind ${accountKind}.`);
  if (found.carrierId === null || found.currency === null) throw fieldError('account.carrier_not_found', 'body/carrierId', 'There is no such carrier.');
  if (found.currency !== sum.currency) throw fieldError('ledger.currency', 'body/sum/currency', `must be ${found.currency}, the currency of the account`);
  return { carrierId: found.carrierId, kindId: found.kindId, currency: found.currency };
}

/** The other side of a receipt or an expense. */
function counterpart({ kindId }: AccountKey, cash: boolean): Owner {
  if (kindId === BONUS) return { serviceRole: 'bonusFund' };
  return { serviceRole: cash ? 'cashDesk' : 'bank' };
}

/** M-6: the main account goes down to the client's effective floor, every other one to zero. Null: no floor. */
export async function floorFor(db: SqlRunner, clientId: number, { kindId, currency }: Pick<AccountKey, 'kindId' | 'currency'>): Promise<bigint | null> {
  return kindId === MAIN ? bottomOf({ kindId, currency }, await floorOf(db, clientId)) : 0n;
}

function bottomOf({ kindId, currency }: Pick<AccountKey, 'kindId' | 'currency'>, floor: { minor: bigint; currency: string | null } | null): bigint | null {
  if (kindId !== MAIN) return 0n;
  return floor === null ? null : floor.currency === currency ? floor.minor : 0n;
}

async function floorOf(db: SqlRunner, clientId: number): Promise<{ minor: bigint; currency: string | null } | null> {
  const floor = await effectiveFloor(db, clientId);
  if (floor === undefined) return { minor: 0n, currency: null };
  return floor && { minor: toMinor(floor.amount), currency: floor.currency };
}
