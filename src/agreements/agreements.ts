// The user agreement (C-10): drafts are items of a directory; here they are published, withdrawn, and accepted. A client
// must have accepted the newest version that asks for it, or a later one, before anything in its cabinet works.
import type { Actor } from '../auth/actor.js';
import { requireLive } from '../clients/card.js';
import type { Tx } from '../db/database.js';
import { loadSql, queryOptionalRow, queryRow, queryRows, type SqlRunner } from '../db/sql.js';
import { refuseConflicts } from '../history/conflicts.js';
import { record } from '../history/history.js';
import { AppError, fieldError } from '../lib/app-error.js';

const sql = loadSql(import.meta.url);

interface Row {
  id: number;
  version: number;
  textEn: string;
  textRu: string;
  textFr: string;
  number: number | null;
  withdrawnAt: string | null;
}

export interface PublishedAgreement {
  id: number;
  number: number;
  publishedAt: string;
  texts: { en: string; ru: string; fr: string };
}

export interface Acceptance {
  number: number;
  name: string;
  at: string;
  /** Of the client; null: an operator accepted, or it was erased. */
  login: string | null;
  operator: string | null;
  channel: string;
  ip: string | null;
}

async function lockAgreement(tx: Tx, id: number): Promise<Row> {
  await queryRows(tx, sql('take_turn'));
  const row = await queryOptionalRow<Row>(tx, sql('lock_agreement'), { id });
  if (!row) throw new AppError('item.not_found', `There is no agreement ${id}.`);
  return row;
}

/** Gives the number of the version, and how many clients with a password will be asked. Throws agreement.published; request.invalid where a text is missing. */
export async function publishAgreement(tx: Tx, actor: Actor, id: number, version: number | null): Promise<{ number: number; asked: number }> {
  const current = await lockAgreement(tx, id);
  if (current.number !== null) throw new AppError('agreement.published');
  for (const language of ['En', 'Ru', 'Fr'] as const) {
    if (current[`text${language}`].trim() === '') throw fieldError('request.invalid', `body/text${language}`, 'is needed before it is published');
  }
  const { number } = await queryRow<{ number: number }>(tx, sql('next_number'));
  await refuseConflicts(tx, 'agreement', { ...current }, version, { number: [null, number] });
  await queryRow(tx, sql('publish'), { id, number, name: actor.name, now: tx.clock.now().toJSDate() });
  await record(tx, actor, { entity: 'agreement', entityId: id, version: current.version + 1, action: 'agreement.published', changes: { number: [null, number] } });
  return { number, asked: (await queryRow<{ asked: number }>(tx, sql('count_asked'))).asked };
}

/** Nobody is asked for it any more; what was accepted stays. Throws agreement.not_published. */
export async function withdrawAgreement(tx: Tx, actor: Actor, id: number): Promise<void> {
  const current = await lockAgreement(tx, id);
  if (current.number === null || current.withdrawnAt !== null) throw new AppError('agreement.not_published');
  const now = tx.clock.now();
  await queryRow(tx, sql('withdraw'), { id, now: now.toJSDate() });
  await record(tx, actor, { entity: 'agreement', entityId: id, version: current.version + 1, action: 'agreement.withdrawn', changes: { withdrawnAt: [null, now.toISO()] } });
}

/** The newest that is published; null if there is none. */
export async function currentAgreement(db: SqlRunner): Promise<PublishedAgreement | null> {
  const row = await queryOptionalRow<{ id: number; number: number; publishedAt: string; textEn: string; textRu: string; textFr: string }>(db, sql('find_current'));
  return row && { id: row.id, number: row.number, publishedAt: row.publishedAt, texts: { en: row.textEn, ru: row.textRu, fr: row.textFr } };
}

/**
 * Accepts the newest version, which must be the one that was read (`number`; null: whichever it is); a second time does
 * nothing. An operator accepts for the client under its own name, which the cabinet does not show (B-12). Throws
 * agreement.none, agreement.outdated, client.deleted.
 */
export async function acceptAgreement(tx: Tx, actor: Actor, clientId: number, number: number | null, ip: string): Promise<void> {
  const client = await queryOptionalRow<{ login: string | null }>(tx, sql('lock_client'), { client_id: clientId });
  if (!client) throw new AppError('client.not_found');
  await requireLive(tx, clientId);
  const agreement = await currentAgreement(tx);
  if (!agreement) throw new AppError('agreement.none');
  if (number !== null && number !== agreement.number) throw new AppError('agreement.outdated');
  const byOperator = actor.kind === 'operator';
  const made = await queryOptionalRow(tx, sql('insert_acceptance'), {
    agreement_id: agreement.id, client_id: clientId, now: tx.clock.now().toJSDate(), channel: actor.channel, ip: ip.slice(0, 64),
    login: byOperator ? null : client.login, operator_id: byOperator ? actor.id : null, operator_name: byOperator ? actor.name : null,
  });
  if (!made) return;
  await record(tx, actor, { entity: 'client', entityId: clientId, version: null, action: byOperator ? ACCEPTED_FOR_CLIENT : 'client.agreement_accepted', changes: { agreement: [null, agreement.number] } });
}

/** Not for the client's eyes. */
export const ACCEPTED_FOR_CLIENT = 'client.agreement_accepted_for';

/** Newest first. */
export function acceptancesOf(db: SqlRunner, clientId: number): Promise<Acceptance[]> {
  return queryRows<Acceptance>(db, sql('select_acceptances'), { client_id: clientId });
}

/** That somebody accepted stays; who sat where does not. */
export async function eraseAcceptances(tx: Tx, clientId: number): Promise<void> {
  await queryRows(tx, sql('erase_acceptances'), { client_id: clientId });
}
