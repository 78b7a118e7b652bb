// What a search is asked for, and the parts that searching by words, by phone and within a small set share.
import type { ListClientsQuery } from '../contract/clients.js';
import type { Defaults } from '../db/defaults.js';
import { empty, join, type Sql, sql } from '../db/composed.js';
import type { SqlRunner } from '../db/sql.js';
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
  clientId: number;
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

/** Conditions of the list that are not about the client's own row come from its chain. */
export function chainConditions(query: SearchQuery): Sql[] {
  return [
    query.state === 'deleted' ? sql`v.deleted` : sql`not v.deleted`,
    query.blocked === undefined ? empty : query.blocked ? sql`v.blocked` : sql`not v.blocked`,
    query.groupId === undefined ? empty : sql`v.group_id = ${query.groupId}::integer`,
    query.scope === 'subtree' ? sql`v.below` : empty,
  ].filter((condition) => condition !== empty);
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
  return rowConditions(query).length > 0 || chainConditions(query).length > 1 || query.state === 'deleted';
}

/**
 * The common end of a statement over `read` (place, word, id: what was looked at) and `hit` (the same with client_id: what of it
 * fits): keeps the hits whose chains pass, all in one walk, and tells how far it came, even if nothing was found.
 */
export function liveHits(query: SearchQuery): Sql {
  return sql`, verdict as (
    select up.start_id as client_id, bool_or(up.deleted) as deleted, bool_or(up.blocked) as blocked, max(up.group_id) as group_id,
      bool_or(up.id = ${query.parentId ?? 0}::integer and up.depth > 0) as below
    from client_chains((select array_agg(distinct hit.client_id) from hit)) as up
    group by up.start_id
  ), last_read as (
    select e.word as "lastWord", e.id as "lastId" from read e order by e.place desc limit 1
  ), last_hit as (
    select e.word as "hitWord", e.id as "hitId" from hit e order by e.place desc limit 1
  )
  select p.examined, p.found, last_read.*, last_hit.*, live.word, live.id, live."clientId"
  from (select (select count(*)::integer from read) as examined, (select count(*)::integer from hit) as found) as p
  left join last_read on true
  left join last_hit on true
  left join (
    select hit.place, hit.word, hit.id, hit.client_id as "clientId"
    from hit join verdict v on v.client_id = hit.client_id
    where ${join(chainConditions(query), ' and ')}
  ) as live on true
  order by live.place`;
}

export interface LiveRow {
  examined: number;
  found: number;
  word: string | null;
  id: number;
  clientId: number;
  lastWord: string | null;
  lastId: number;
  hitWord: string | null;
  hitId: number;
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
