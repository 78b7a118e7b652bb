// Paying in from outside (M-10): terminals, and bank cards through the payment gateway. Every payment is a row that is
// found by its payment system and its id there; the row is locked while it is booked, so a repeated notice books once.
//
// States: waiting → paid | refused | expired. Money that was taken counts whatever was said before: paid can follow
// refused and expired, and nothing follows paid.
import { createHash } from 'node:crypto';
import type { Actor } from '../auth/actor.js';
import { requireLive } from '../clients/card.js';
import type { PaymentNotice, TopUpInput, TopUpState, TopUpView } from '../contract/top-ups.js';
import type { Db, Tx } from '../db/database.js';
import { loadSql, queryOptionalRow, queryRow, queryRows, type SqlRunner } from '../db/sql.js';
import { record } from '../history/history.js';
import { AppError, fieldError } from '../lib/app-error.js';
import { canonical } from '../lib/canonical.js';
import { fromMinor, toMinor } from '../lib/money.js';
import { effectiveSettings } from '../resolution/resolution.js';
import { payerId } from './accounts.js';
import { bookEntry } from './ledger.js';
import type { PaymentGateway } from './payment-gateway.js';

const sql = loadSql(import.meta.url);

const PAY_WITHIN_MINUTES = 30;

/** Starts a payment by card; the payer goes to paymentUrl. Errors: top_up.not_allowed (setting cardTopUp), account.none, top_up.gateway. */
export async function startCardTopUp(db: Db, actor: Actor, gateway: PaymentGateway | null, clientId: number, input: TopUpInput, key: string | null): Promise<TopUpView> {
  await requireLive(db, clientId);
  await requireCardTopUp(db, clientId);
  if (!gateway) throw new AppError('top_up.not_configured');
  const carrier = await queryOptionalRow<{ id: number; currency: string }>(db, sql('select_default_carrier'), { carrier_id: input.carrierId ?? null });
  if (!carrier) throw fieldError('account.carrier_not_found', 'body/carrierId', 'There is no such carrier.');
  if (carrier.currency !== input.sum.currency) throw fieldError('ledger.currency', 'body/sum/currency', `must be ${carrier.currency}, the currency of the account`);
  const now = db.clock.now();
  const expiresAt = now.plus({ minutes: PAY_WITHIN_MINUTES }).toJSDate();
  const request = key === null ? null : { key: `${actor.kind}:${actor.id ?? actor.name}:${key}`, hash: createHash('sha256').update(canonical({ clientId, input })).digest('hex') };
  const id = await db.transaction(async (tx) => {
    const made = await queryOptionalRow<{ id: number }>(tx, sql('insert_card_top_up'), {
      client_id: clientId, payment_system: gateway.name, carrier_id: carrier.id, currency: carrier.currency, sum_minor: toMinor(input.sum.amount).toString(),
      request_key: request?.key ?? null, request_hash: request?.hash ?? null, expires_at: expiresAt, now: now.toJSDate(), actor_name: actor.name, channel: actor.channel,
    });
    if (made) await record(tx, actor, { entity: 'topUp', entityId: made.id, version: null, action: 'topUp.started', changes: { clientId: [null, clientId], sum: [null, input.sum], state: [null, 'waiting'] } });
    return made?.id ?? (await startedBefore(tx, request as { key: string; hash: string }));
  });
  const started = await getTopUp(db, id);
  if (started.paymentId !== null || started.state !== 'waiting') return started;
  const { paymentId, url } = await startAt(gateway, { reference: String(id), sum: started.sum, expiresAt });
  await db.transaction((tx) => queryOptionalRow(tx, sql('set_payment'), { top_up_id: id, payment_id: paymentId, payment_url: url }));
  return getTopUp(db, id);
}

async function startedBefore(tx: Tx, { key, hash }: { key: string; hash: string }): Promise<number> {
  const before = await queryRow<{ id: number; hash: string }>(tx, sql('find_by_request'), { request_key: key });
  if (before.hash !== hash) throw new AppError('request.key_reused');
  return before.id;
}

async function startAt(gateway: PaymentGateway, payment: Parameters<PaymentGateway['start']>[0]): ReturnType<PaymentGateway['start']> {
  try {
    return await gateway.start(payment);
  } catch (error) {
    throw Object.assign(new AppError('top_up.gateway'), { cause: error });
  }
}

/** D-15 and the narrow-only right cardTopUp. */
async function requireCardTopUp(db: SqlRunner, clientId: number): Promise<void> {
  const [effective] = await effectiveSettings(db, [clientId], false);
  const right = effective?.settings.cardTopUp;
  if (right?.value !== true) {
    const by = right?.source.name === undefined ? '' : `: "${right.source.name}" does not allow it`;
    throw new AppError('top_up.not_allowed', `"${effective?.name}" may not top up by bank card${by}.`, { source: right?.source });
  }
  const payer = effective?.settings.payer?.value as { id: number; name: string } | undefined;
  if (payer?.id !== clientId) throw new AppError('account.none', `"${effective?.name}" has no account of its own: "${payer?.name}" pays for it.`, { payer });
}

/** Takes a notice of the gateway, as often as it comes. Errors: top_up.signature, top_up.not_found, top_up.differs. */
export async function takePaymentNotice(db: Db, actor: Actor, gateway: PaymentGateway | null, notice: PaymentNotice): Promise<TopUpView> {
  if (!gateway) throw new AppError('top_up.not_configured');
  if (!gateway.isOwn(notice)) throw new AppError('top_up.signature');
  const { paymentId, state, sum, reason = null } = notice;
  const who: Actor = { ...actor, kind: 'system', id: null, name: `payment gateway ${gateway.name}`, channel: 'system' };
  const id = await db.transaction(async (tx) => {
    const topUp = await queryOptionalRow<Payment>(tx, sql('lock_by_payment'), { payment_system: gateway.name, payment_id: paymentId });
    if (!topUp) throw new AppError('top_up.not_found');
    refuseOther(topUp, topUp.currency === sum.currency && BigInt(topUp.amount) === toMinor(sum.amount));
    if (topUp.state === 'paid' || topUp.state === state) return topUp.id;
    if (state === 'paid') await bookTopUp(tx, who, topUp, 'card', `Bank card, payment ${paymentId}`);
    else if (topUp.state === 'waiting') await endTopUp(tx, who, topUp, state, null, reason);
    return topUp.id;
  });
  return getTopUp(db, id);
}

export interface TerminalPayment {
  /** Number of the payment system. */
  paymentSystem: number;
  /** Its id there. */
  paymentId: string;
  terminalAccount: string;
  sumMinor: bigint;
  at: Date;
}

/** Books what was paid in at a terminal, once for its payment system and id. Errors: top_up.account_not_found, top_up.differs, client.deleted. */
export async function bookTerminalPayment(db: Db, actor: Actor, { paymentSystem, paymentId, terminalAccount, sumMinor, at }: TerminalPayment): Promise<TopUpView> {
  const system = `terminal-${paymentSystem}`;
  const sameAsBefore = (before: Payment): number => {
    refuseOther(before, BigInt(before.amount) === sumMinor && before.terminalAccount === terminalAccount);
    return before.id;
  };
  const id = await db.transaction(async (tx) => {
    const key = { payment_system: system, payment_id: paymentId };
    const before = await queryOptionalRow<Payment>(tx, sql('lock_by_payment'), key);
    if (before) return sameAsBefore(before);
    const client = await queryOptionalRow<{ id: number }>(tx, sql('find_terminal_client'), { account: terminalAccount });
    if (!client) throw new AppError('top_up.account_not_found', `There is no terminal account ${terminalAccount}.`);
    const carrier = await queryRow<{ id: number; currency: string }>(tx, sql('select_default_carrier'), { carrier_id: null });
    const made = await queryOptionalRow<{ id: number }>(tx, sql('insert_terminal_top_up'), {
      ...key, client_id: client.id, terminal_account: terminalAccount, carrier_id: carrier.id, currency: carrier.currency,
      sum_minor: sumMinor.toString(), now: tx.clock.now().toJSDate(), actor_name: actor.name, channel: actor.channel,
    });
    const topUp = await queryRow<Payment>(tx, sql('lock_by_payment'), key);
    if (!made) return sameAsBefore(topUp);
    await requireLive(tx, client.id);
    await bookTopUp(tx, actor, topUp, 'terminal', `Terminal ${paymentSystem}, payment ${paymentId}`, at);
    return topUp.id;
  });
  return getTopUp(db, id);
}

interface Payment {
  id: number;
  clientId: number;
  state: TopUpState;
  carrierId: number;
  currency: string;
  amount: string;
  terminalAccount: string | null;
}

function refuseOther({ id, amount, currency }: Payment, same: boolean): void {
  if (!same) throw new AppError('top_up.differs', `Top-up ${id} with this payment is about ${fromMinor(BigInt(amount))} ${currency}.`);
}

/** On the account of the client, or of who pays for it now. */
async function bookTopUp(tx: Tx, actor: Actor, topUp: Payment, serviceRole: 'terminal' | 'card', name: string, at: Date | null = null): Promise<void> {
  const account = { carrierId: topUp.carrierId, kindId: 0, currency: topUp.currency };
  const amount = BigInt(topUp.amount);
  const now = tx.clock.now();
  const entryId = await bookEntry(tx, actor, {
    // A terminal's clock may be fast; nothing is booked in the future.
    entry: { kind: 'receipt', name, cash: serviceRole === 'terminal', ...(at !== null && at < now.toJSDate() && { at: at.toISOString() }) },
    postings: [
      { account: { clientId: await payerId(tx, topUp.clientId), ...account }, amount, floor: null },
      { account: { serviceRole, ...account }, amount: -amount, floor: null },
    ],
  });
  await endTopUp(tx, actor, topUp, 'paid', entryId, null);
}

async function endTopUp(tx: Tx, actor: Actor, { id, state: before }: Pick<Payment, 'id' | 'state'>, state: Exclude<TopUpState, 'waiting'>, entryId: number | null, reason: string | null): Promise<void> {
  await queryRow(tx, sql('end_top_up'), { top_up_id: id, state, entry_id: entryId, reason, now: tx.clock.now().toJSDate() });
  await record(tx, actor, { entity: 'topUp', entityId: id, version: null, action: `topUp.${state}`, changes: { state: [before, state], ...(entryId !== null && { operationId: [null, entryId] }) } });
}

/** Ends card top-ups that nobody has paid in time; how many. */
export function expireTopUps(db: Db, actor: Actor): Promise<number> {
  return db.transaction(async (tx) => {
    const late = await queryRows<{ id: number }>(tx, sql('lock_expired'), { now: tx.clock.now().toJSDate() });
    for (const { id } of late) await endTopUp(tx, actor, { id, state: 'waiting' }, 'expired', null, null);
    return late.length;
  });
}

interface Row extends Omit<TopUpView, 'sum' | 'operationId'> {
  amount: string;
  currency: string;
  entryId: string | null;
}

const ANY = { top_up_id: null, payment_id: null, client_id: null, before: null, limit: 1 };

/** Throws top_up.not_found. */
export async function getTopUp(db: SqlRunner, id: number): Promise<TopUpView> {
  return only(await queryRows<Row>(db, sql('select_top_ups'), { ...ANY, top_up_id: id }));
}

/** Throws top_up.not_found. */
export async function topUpOfPayment(db: SqlRunner, paymentId: string): Promise<TopUpView> {
  return only(await queryRows<Row>(db, sql('select_top_ups'), { ...ANY, payment_id: paymentId }));
}

/** A client's top-ups, newest first. */
export async function listTopUps(db: SqlRunner, clientId: number, before: number | null, limit: number): Promise<TopUpView[]> {
  return (await queryRows<Row>(db, sql('select_top_ups'), { ...ANY, client_id: clientId, before, limit })).map(toView);
}

function only([row]: Row[]): TopUpView {
  if (!row) throw new AppError('top_up.not_found');
  return toView(row);
}

function toView({ amount, currency, entryId, ...row }: Row): TopUpView {
  return {
    ...row,
    paymentUrl: row.state === 'waiting' ? row.paymentUrl : null,
    sum: { amount: fromMinor(BigInt(amount)), currency },
    operationId: entryId === null ? null : Number(entryId),
  };
}
