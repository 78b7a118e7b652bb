// C-3: a signed-in client sees itself and everything below it, and nothing else, whatever id is put in a request. An id
// that is somebody else's is answered exactly as one that does not exist: both fail here, before anything is read.
import type { Actor } from '../auth/actor.js';
import type { ErrorCode } from '../contract/errors.js';
import { loadSql, queryRows, type SqlRunner } from '../db/sql.js';
import { AppError } from '../lib/app-error.js';

const sql = loadSql(import.meta.url);

/**
 * What an id in a request is. `below`: a client below the one that is signed in, not itself. `ownOrder`: an order whose
 * customer is still in the subtree; `order`: one that was made in it.
 */
const kinds = {
  client: { statement: 'select_clients_within', missing: 'client.not_found' },
  below: { statement: 'select_clients_within', missing: 'client.not_found' },
  order: { statement: 'select_orders_within', missing: 'order.not_found' },
  ownOrder: { statement: 'select_own_orders_within', missing: 'order.not_found' },
  dailyOrder: { statement: 'select_daily_orders_within', missing: 'daily_order.not_found' },
  invoice: { statement: 'select_invoices_within', missing: 'invoice.not_found' },
  topUp: { statement: 'select_top_ups_within', missing: 'top_up.not_found' },
  import: { statement: 'select_imports_within', missing: 'import.not_found' },
  note: { statement: 'select_notes_within', missing: 'note.not_found' },
  // Another organisation of the same person: the operation itself looks, under the lock of those who link.
  linked: { statement: null, missing: 'client.not_found' },
} as const satisfies Record<string, { statement: string | null; missing: ErrorCode }>;

export type TargetKind = keyof typeof kinds;
/** Place in the input → kind: `params.id`, `query.parentId`, `body.ids`. */
export type Targets = Readonly<Record<string, TargetKind>>;

/** The ids at a place: one, several, or none where it is absent or null. */
function idsAt(input: object, place: string): number[] {
  let value: unknown = input;
  for (const name of place.split('.')) value = (value as Record<string, unknown> | null | undefined)?.[name];
  return (Array.isArray(value) ? value : [value]).filter((id): id is number => typeof id === 'number');
}

/** Whether a request names anything that could be somebody else's. */
export function namesAny(targets: Targets, input: object): boolean {
  return Object.keys(targets).some((place) => idsAt(input, place).length > 0);
}

/** Throws …not_found if any id is not of the signed-in client's subtree. One statement for each kind. */
export async function requireWithin(db: SqlRunner, actor: Actor, targets: Targets, input: object): Promise<void> {
  const top = actor.client?.id as number;
  const byKind = new Map<TargetKind, Set<number>>();
  for (const [place, kind] of Object.entries(targets)) {
    for (const id of idsAt(input, place)) byKind.set(kind, (byKind.get(kind) ?? new Set()).add(id));
  }
  for (const [kind, ids] of byKind) {
    const within = await idsWithin(db, top, kind, [...ids]);
    for (const id of ids) if (!within.has(id) || (kind === 'below' && id === top)) throw new AppError(kinds[kind].missing);
  }
}

/** Which of the ids are in the subtree of `top`, itself included. */
export async function idsWithin(db: SqlRunner, top: number, kind: TargetKind, ids: readonly number[]): Promise<ReadonlySet<number>> {
  if (ids.length === 0) return new Set();
  const { statement } = kinds[kind];
  if (statement === null) return new Set(ids);
  const found = await queryRows<{ id: number }>(db, sql(statement), { ids, top_id: top });
  return new Set(found.map(({ id }) => id));
}
