// C-3: a signed-in client sees itself and everything below it, and nothing else, whatever id is put in a request. An id
// that is somebody else's is answered exactly as one that does not exist: both fail here, before anything is read.
import type { Actor } from '../auth/actor.js';
import type { ErrorCode } from '../contract/errors.js';
import { loadSql, queryRows, type SqlRunner } from '../db/sql.js';
import { AppError } from '../lib/app-error.js';

const sql = loadSql(import.meta.url);

/** What an id in a request is. `below`: a client below the one that is signed in, not itself. */
export const targetKinds = ['client', 'below', 'order'] as const;
export type TargetKind = (typeof targetKinds)[number];
/** Place in the input → kind: `params.id`, `query.parentId`, `body.ids`. */
export type Targets = Readonly<Record<string, TargetKind>>;

const notFound: Record<TargetKind, ErrorCode> = { client: 'client.not_found', below: 'client.not_found', order: 'order.not_found' };
const statements: Record<TargetKind, string> = { client: 'select_clients_within', below: 'select_clients_within', order: 'select_orders_within' };

/** The ids at a place: one, several, or none where it is absent or null. */
function idsAt(input: object, place: string): number[] {
  let value: unknown = input;
  for (const name of place.split('.')) value = (value as Record<string, unknown> | null | undefined)?.[name];
  return (Array.isArray(value) ? value : [value]).filter((id): id is number => typeof id === 'number');
}

/** Throws …not_found if any id is not of the signed-in client's subtree. One statement for each kind. */
export async function requireWithin(db: SqlRunner, actor: Actor, targets: Targets, input: object): Promise<void> {
  const top = actor.client?.id as number;
  const byKind = new Map<TargetKind, Set<number>>();
  for (const [place, kind] of Object.entries(targets)) {
    for (const id of idsAt(input, place)) byKind.set(kind, (byKind.get(kind) ?? new Set()).add(id));
  }
  for (const [kind, ids] of byKind) {
    const found = await queryRows<{ id: number | string }>(db, sql(statements[kind]), { ids: [...ids], top_id: top });
    const within = new Set(found.map(({ id }) => Number(id)));
    for (const id of ids) if (!within.has(id) || (kind === 'below' && id === top)) throw new AppError(notFound[kind]);
  }
}
