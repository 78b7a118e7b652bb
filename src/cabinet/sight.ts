// What of a name, a path or a source a signed-in client may see: what is not proved to be in its own subtree is "above".
import type { Actor } from '../auth/actor.js';
import type { CabinetSource, Someone } from '../contract/cabinet.js';
import type { Source } from '../contract/effective.js';
import type { Reference } from '../contract/primitives.js';
import type { SqlRunner } from '../db/sql.js';
import { idsWithin } from './scope.js';

export const ABOVE: Someone = { kind: 'above' };

export interface Sight {
  readonly top: number;
  sees(id: number | null | undefined): boolean;
  who(reference: Reference): Someone;
  /** Whose value it is that holds for a client: a group's or the service's own are one. */
  source(source: Source): CabinetSource;
}

export function topOf(actor: Actor): number {
  return actor.client?.id as number;
}

export function sightOfIds(top: number, within: ReadonlySet<number>): Sight {
  const sees = (id: number | null | undefined) => id != null && within.has(id);
  return {
    top,
    sees,
    who: ({ id, name }) => (sees(id) ? { kind: 'client', id, name } : ABOVE),
    source({ kind, id, name }) {
      if (kind === 'own') return { kind: 'own' };
      if (kind !== 'ancestor') return { kind: 'service' };
      return sees(id) ? { kind: 'client', id: id as number, name: name as string } : { kind: 'above' };
    },
  };
}

/** One statement, whatever the number of ids. */
export async function sightOf(db: SqlRunner, actor: Actor, ids: readonly (number | null | undefined)[]): Promise<Sight> {
  const top = topOf(actor);
  const asked = [...new Set(ids)].filter((id): id is number => typeof id === 'number' && id > 0 && id <= 2_147_483_647);
  return sightOfIds(top, await idsWithin(db, top, 'client', asked));
}
