// What a search is asked for, and the parts that searching by words, by phone and within a small set share.
import { clientItems, type ItemRow } from '../clients/card.js';
import type { ClientItem, ListClientsQuery } from '../contract/clients.js';
import { join, type Sql, sql } from '../db/composed.js';
import type { Defaults } from '../db/defaults.js';
import type { SqlRunner } from '../db/sql.js';
import type { Given, Superiors } from '../tree/superiors.js';
import { fits, type Level, needles, type Reading, type Token } from './readings.js';

export interface SearchDb extends SqlRunner {
  readonly defaults: Defaults;
}

export interface SearchQuery extends ListClientsQuery {
  limit: number;
  scope: 'roots' | 'children' | 'subtree' | 'all';
  /** Filters on the client's own row, as conditions on c. */
  where: Sql[];
  /** All clients that the filters leave, as from and conditions on c: cheap to read if they are few. */
  source: { from: Sql; conditions: Sql[] };
  /** Superiors of what was found so far. */
  superiors: Superiors;
}

/** A place among the results: `word` is a word or a phone number, `id` breaks ties. */
export interface Position {
  stage: number;
  word: string;
  id: number;
  /** Which token the stage is driven by: must not change between its pages. */
  driver: number;
}

export interface Hit extends Position {
  item: ClientItem;
}

export interface Page {
  hits: Hit[];
  /** Where to go on; null after the last one. */
  next: Position | null;
}

/** Of one hit more than fits: the page, and where the next one starts. */
export function cutPage(hits: Hit[], limit: number): Page {
  const last = hits.length > limit ? hits[limit - 1] : undefined;
  return { hits: hits.slice(0, limit), next: last ? { stage: last.stage, word: last.word, id: last.id, driver: last.driver } : null };
}

/** Filters of the list that are not about the client's own row: its superiors tell. */
function passes(query: SearchQuery, row: ItemRow, above: Given): boolean {
  return (
    (row.deleted || above.deleter !== null) === (query.state === 'deleted') &&
    (query.blocked === undefined || (row.blocked || above.blocker !== null) === query.blocked) &&
    (query.groupId === undefined || (above.groupId ?? row.groupId) === query.groupId) &&
    (query.scope !== 'subtree' || query.superiors.isWithin(row.parentId, query.parentId as number))
  );
}

export function rowConditions(query: SearchQuery): Sql[] {
  return [
    ...query.where,
    ...(query.scope === 'children' ? [sql`c.parent_id = ${query.parentId as number}::integer`] : []),
    ...(query.scope === 'roots' ? [sql`c.parent_id is null`] : []),
  ];
}

/** Few results pass these, so more have to be looked at. */
export function isFiltered(query: SearchQuery): boolean {
  return rowConditions(query).length > 0 || query.blocked !== undefined || query.groupId !== undefined || query.scope === 'subtree' || query.state === 'deleted';
}

const FILTERED_AT_ONCE = 300;
const MOST_DOUBLINGS = 4;

/**
 * How many to read for so many that are needed: some are below something deleted, and more each turn, as where many are, turns
 * cost more than rows. With other filters most may fail, and no turn may read much more than a request may cost.
 */
export function roomFor(query: SearchQuery, need: number, turn: number): number {
  return isFiltered(query) ? Math.max(need, FILTERED_AT_ONCE) : withSpare(need) * 2 ** Math.min(turn, MOST_DOUBLINGS);
}

const withSpare = (need: number) => need + Math.ceil(need / 8);

/**
 * The common end of a statement over `read` (place, word, id: what was looked at) and `hit` (the same with client_id: what of it
 * fits): the hits in order, and how far it came, even if nothing was found.
 */
export const HITS_AND_PROGRESS = sql`
  select p.examined, last_read.*, hit.word, hit.id, hit.client_id as "clientId"
  from (select count(*)::integer as examined from read) as p
  left join (select e.word as "lastWord", e.id as "lastId" from read e order by e.place desc limit 1) as last_read on true
  left join hit on true
  order by hit.place`;

export interface FoundRow {
  examined: number;
  lastWord: string | null;
  lastId: number;
  word: string | null;
  id: number;
  clientId: number;
}

export interface Progress {
  examined: number;
  /** The last that was looked at, whether it fits or not; null if nothing was left. */
  last: { word: string; id: number } | null;
  found: number;
}

/** Adds those of the rows that pass the filters, until there is one more than the page takes. */
export async function addHits(db: SearchDb, query: SearchQuery, hits: Hit[], rows: readonly FoundRow[], room: number, place: Pick<Position, 'stage' | 'driver'>): Promise<Progress> {
  const found = rows.filter((row) => row.word !== null) as (FoundRow & { word: string })[];
  const keep = (row: ItemRow, above: Given) => passes(query, row, above);
  for (let start = 0, size = withSpare(query.limit + 1 - hits.length); start < found.length && hits.length <= query.limit; size *= 2) {
    const part = found.slice(start, start + size);
    const items = new Map((await clientItems(db, part.map((row) => row.clientId), { superiors: query.superiors, keep })).map((item) => [item.id, item]));
    for (const { word, id, clientId } of part) {
      const item = items.get(clientId);
      if (item) hits.push({ ...place, word, id, item });
    }
    start += part.length;
  }
  const [first] = rows as [FoundRow];
  const lastHit = found.length === room ? found[found.length - 1] : undefined;
  const last = lastHit ?? (first.lastWord === null ? null : { word: first.lastWord, id: first.lastId });
  return { examined: first.examined, last, found: found.length };
}

// One by one: the planner overestimates what was read before, and would compare it with all texts and clients there are.
export const textOf = (id: Sql): Sql => sql`cross join lateral (select f.words from client_texts f where f.client_id = ${id} offset 0) as t`;
export const rowOf = (id: Sql): Sql => sql`cross join lateral (select f.* from clients f where f.id = ${id} offset 0) as c`;

/** Condition on t.words: the client fits the reading at the level. */
export function fitsSql({ tokens }: Reading, level: Level): Sql {
  return join(tokens.map((token) => hasToken(sql`t.words`, token, level)), ' and ');
}

export function hasToken(text: Sql, token: Token, level: Level): Sql {
  return sql`${text} like any (${hidden(sql`${needles(token, level).map((needle) => `%${needle}%`)}::text[]`)})`;
}

/**
 * A parameter that the planner cannot look into. It would find the statement a little cheaper with this very value each time, and
 * plan it anew: 1.3 ms, where running it takes 0.3.
 */
export function hidden(parameter: Sql): Sql {
  return sql`(select ${parameter})::text[]`;
}

/** Earlier stages that a client must not fit if it is to be shown at (level, reading): the others follow, as levels only grow. */
export function earlierStages(readings: readonly Reading[], level: Level, reading: number): [Reading, Level][] {
  return readings.flatMap((other, index): [Reading, Level][] => (index < reading ? [[other, level]] : level > 0 ? [[other, (level - 1) as Level]] : []));
}

export function stageOf(readings: readonly Reading[], text: string, last: Level): number | null {
  for (let level = 0; level <= last; level += 1) {
    const index = readings.findIndex((reading) => fits(text, reading, level as Level));
    if (index >= 0) return stageNumber(level, index);
  }
  return null;
}

const READINGS = 3;
export const stageNumber = (level: number, reading: number): number => level * READINGS + reading;
export const levelOf = (stage: number): Level => Math.floor(stage / READINGS) as Level;
export const readingOf = (stage: number): number => stage % READINGS;
/** After all words: numbers that look like what was typed. */
export const PHONE_STAGE = 15;
