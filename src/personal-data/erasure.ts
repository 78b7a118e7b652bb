// Erasure of personal data on a person's request or by retention (directory.md §7, B-3). What goes is a list of fields;
// balances, orders, phones and codes stay, so that a debt cannot be wiped. The history keeps that a field changed, for all
// times, and has ERASED where its values were. What operators read elsewhere about the client goes with it: messages, rows of imports,
// scheduled changes, one-time links, names in other clients' history and in messages about failures.
//
// A client that was removed for good has only its history left; that can be erased by its id.
import { setTimeout as sleep } from 'node:timers/promises';
import { eraseAcceptances } from '../agreements/agreements.js';
import type { Actor } from '../auth/actor.js';
import { eraseClientPhoto } from '../clients/photos.js';
import { ERASED, type Erasure } from '../contract/personal-data.js';
import type { Tx } from '../db/database.js';
import { describeDatabaseError } from '../db/db-errors.js';
import { attempt } from '../db/savepoint.js';
import { loadSql, queryOptionalRow, queryRow, queryRows } from '../db/sql.js';
import { differences, refuseConflicts } from '../history/conflicts.js';
import { type Changes, record } from '../history/history.js';
import { eraseCalls } from '../integrations/calls.js';
import { eraseFeedback } from '../integrations/feedback.js';
import { eraseOperatorMessages } from '../integrations/operator-messages.js';
import { AppError } from '../lib/app-error.js';
import { eraseNotes, NOTE_TEXTS } from '../notes/erasure.js';
import { eraseImportTraces } from './import-traces.js';
import { eraseOrderTraces } from './order-traces.js';

const sql = loadSql(import.meta.url);

/** What each field of the card becomes. The name only for private persons: an employee of a legal entity keeps it. */
const EMPTY = {
  birthDate: null, email: null, useEmail: false, useSms: false, useCalls: false, favouriteAddresses: [], favouriteCrews: [], unwantedCrews: [],
  familyMembers: [], apiLogin: null, driverNote: null,
} as const;

// Waiting for the lock on the words holds up everybody who writes names, so it is asked for in short tries.
const LOCK_TRY = '100ms';
const LOCK_TRIES = 10;
const LOCK_PAUSE_MS = 200;

interface Erasable extends Record<string, unknown> {
  id: number;
  version: number;
  kind: string;
  name: string;
  hasApiPassword: boolean;
  erasedAt: string | null;
}

type Counts = Pick<Erasure, 'historyRows' | 'importRows' | 'orders' | 'notes' | 'messages' | 'links' | 'scheduledChanges'>;

/** Gives what was erased. Throws client.not_found, client.in_use (an open order), conflict.version. A second time finds nothing and changes nothing. */
export async function eraseClient(tx: Tx, actor: Actor, clientId: number, version: number | null): Promise<Omit<Erasure, 'dryRun'>> {
  const current = await queryOptionalRow<Erasable>(tx, sql('lock_client'), { client_id: clientId });
  const placeholder = (current?.kind ?? (await kindOfRemoved(tx, clientId))) === 'person' ? `Erased person ${clientId}` : null;
  const changes = current ? changesOf(current, placeholder) : {};
  if (current) await refuseConflicts(tx, 'client', current, version, changes);
  const names = placeholder === null ? [] : await namesOf(tx, clientId, current?.name ?? null, placeholder);
  const counts = await eraseTraces(tx, actor, clientId, placeholder, names);
  if (names.length > 0) await lockSearchWords(tx);
  const card = current ? await eraseCard(tx, actor, current, placeholder, changes) : await recordErasureOfRemoved(tx, actor, clientId, counts);
  if (names.length > 0) await queryRows(tx, sql('delete_search_words'), { names });
  return { clientId, ...card, fields: Object.keys(changes), ...counts };
}

async function kindOfRemoved(tx: Tx, clientId: number): Promise<string | null> {
  const removed = await queryOptionalRow<{ kind: string | null }>(tx, sql('find_removed'), { client_id: clientId });
  if (!removed) throw new AppError('client.not_found');
  return removed.kind;
}

function changesOf(current: Erasable, placeholder: string | null): Changes {
  const changes = differences(current, { ...(placeholder !== null && { name: placeholder }), ...EMPTY });
  return current.hasApiPassword ? { ...changes, apiPassword: [null, 'removed'] } : changes;
}

/** Every name that the client ever had. */
async function namesOf(tx: Tx, clientId: number, name: string | null, placeholder: string): Promise<string[]> {
  const former = await queryRows<{ name: string }>(tx, sql('select_former_names'), { client_id: clientId });
  const names = new Set(former.map((row) => row.name));
  if (name !== null) names.add(name);
  names.delete(placeholder);
  return [...names];
}

async function eraseCard(tx: Tx, actor: Actor, current: Erasable, placeholder: string | null, changes: Changes): Promise<{ version: number; erasedAt: string }> {
  const { id, version, erasedAt } = current;
  if (Object.keys(changes).length === 0 && erasedAt !== null) return { version, erasedAt };
  const now = tx.clock.now();
  const after = await queryRow<{ version: number }>(tx, sql('erase_client'), { client_id: id, placeholder, now: now.toJSDate() });
  const withoutValues = Object.fromEntries(Object.entries(changes).map(([field, [before, value]]) => [field, [before === null ? null : ERASED, value] as const]));
  await record(tx, actor, {
    entity: 'client', entityId: id, version: after.version, action: 'client.personal_data_erased', changes: { ...withoutValues, erasedAt: [erasedAt, now.toISO()] },
  });
  return { version: after.version, erasedAt: now.toISO() };
}

async function recordErasureOfRemoved(tx: Tx, actor: Actor, clientId: number, counts: Counts): Promise<{ version: null; erasedAt: null }> {
  if (counts.historyRows > 0) await record(tx, actor, { entity: 'client', entityId: clientId, version: null, action: 'client.personal_data_erased' });
  return { version: null, erasedAt: null };
}

/** Everything outside the client's own row. */
async function eraseTraces(tx: Tx, actor: Actor, clientId: number, placeholder: string | null, names: readonly string[]): Promise<Counts> {
  const fields = [...Object.keys(EMPTY), ...(placeholder === null ? [] : ['name'])];
  const count = async (block: string, parameters: Record<string, unknown>) => (await queryRows(tx, sql(block), parameters)).length;
  const scheduledIds = (await queryRows<{ id: number }>(tx, sql('select_scheduled'), { client_id: clientId })).map((row) => row.id);
  let historyRows = 0;
  await eraseIntegrationTraces(tx, clientId);
  await eraseAcceptances(tx, clientId);
  if (placeholder !== null) historyRows += await count('erase_in_superiors', { client_id: clientId, placeholder });
  historyRows += await count('erase_history', { entity: 'client', entity_ids: [clientId], fields });
  historyRows += await count('erase_history', { entity: 'scheduledChange', entity_ids: scheduledIds, fields });
  const eraseHistory = (entity: string, ids: readonly number[], erased: readonly string[]) => count('erase_history', { entity, entity_ids: ids, fields: erased });
  const traces = placeholder === null ? { orders: 0, messages: 0, historyRows: 0 } : await eraseOrderTraces(tx, actor, clientId, placeholder, eraseHistory);
  const notes = await eraseNotes(tx, actor, clientId);
  historyRows += traces.historyRows + (await eraseHistory('clientNote', notes.ids, NOTE_TEXTS));
  if (names.length > 0) {
    historyRows += await count('erase_in_history_reasons', { names, placeholder });
    await count('erase_in_scheduled_reasons', { names, placeholder });
  }
  return {
    historyRows,
    importRows: await eraseImportTraces(tx, { clientId, placeholder, fields, names }),
    orders: traces.orders,
    notes: notes.cleared,
    messages: traces.messages + (await count('erase_messages', { client_id: clientId })),
    links: await count('delete_links', { client_id: clientId }),
    scheduledChanges: await count('erase_scheduled', { client_id: clientId, fields, now: tx.clock.now().toJSDate() }),
  };
}

/** What came through integrations. */
async function eraseIntegrationTraces(tx: Tx, clientId: number): Promise<void> {
  await eraseClientPhoto(tx, clientId);
  await eraseFeedback(tx, clientId);
  await eraseOperatorMessages(tx, clientId);
  await eraseCalls(tx, clientId);
}

/**
 * The words of former names go, where nobody else has them. Writers of names that have not committed may count on words that
 * they saw, so they are waited for; before our own change of the name, as that takes a weaker lock that would have to be
 * raised. Throws conflict.busy while an import writes names.
 */
async function lockSearchWords(tx: Tx): Promise<void> {
  await queryRows(tx, sql('take_turn'));
  for (let left = LOCK_TRIES; ; left -= 1) {
    try {
      await attempt(tx, async () => {
        await queryRows(tx, sql('limit_waiting'), { timeout: LOCK_TRY });
        await tx.prisma.$executeRaw`lock table search_words in share row exclusive mode`;
      });
      await queryRows(tx, sql('limit_waiting'), { timeout: '0' });
      return;
    } catch (raw) {
      const error = describeDatabaseError(raw);
      if (left === 1 || !(error instanceof AppError) || error.code !== 'conflict.busy') throw error;
      await sleep(LOCK_PAUSE_MS);
    }
  }
}
