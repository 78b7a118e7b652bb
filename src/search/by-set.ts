// Search among clients that are few anyway: children, a department, the deleted, those with a phone. All their texts are
// compared in one statement (2 µs each), and what fits is put in order here.
import { clientItems } from '../clients/card.js';
import type { ClientItem } from '../contract/clients.js';
import { join, queryComposed, sql } from '../db/composed.js';
import { hasPhone, looksLikePhone } from './by-phone.js';
import { compareWords } from './fold.js';
import { Level, needles, type Reading, readingsOf } from './readings.js';
import { fitsSql, levelOf, type Page, PHONE_STAGE, type Position, readingOf, type SearchDb, type SearchQuery, stageOf } from './request.js';
import { addTypoStarts, addTypoWords } from './words.js';

/** Up to so many, comparing all is faster than walking up from frequent words: 40 ms. */
const SMALL = 20_000;

export async function isSmall(db: SearchDb, { source }: SearchQuery): Promise<boolean> {
  const [row] = await queryComposed<{ number: number }>(
    db,
    sql`select count(*)::integer as number from (select 1 ${source.from} where ${join(source.conditions, ' and ')} limit ${SMALL + 1}::integer) as counted`,
    true,
  );
  return (row?.number ?? 0) <= SMALL;
}

export async function searchWithin(db: SearchDb, query: SearchQuery, after: Position | null, foundBefore: boolean): Promise<Page> {
  const readings = readingsOf(query.q ?? '');
  const wantsTypos = after !== null && after.stage < PHONE_STAGE && levelOf(after.stage) >= Level.Typo;
  const hits = wantsTypos ? [] : await fitting(db, query, readings, Level.Contains);
  if (wantsTypos || (hits.length === 0 && after === null && !foundBefore)) {
    for (const reading of readings) await Promise.all([addTypoWords(db, reading), addTypoStarts(db, reading)]);
    hits.push(...(await fitting(db, query, readings, Level.TypoPrefix)));
  }
  const rest = hits.sort(compareHits).filter((hit) => after === null || compareHits(hit, after) > 0);
  const page = rest.slice(0, query.limit);
  const items = new Map((await clientItems(db, page.map(({ id }) => id))).map((item) => [item.id, item]));
  return {
    hits: page.flatMap((hit) => (items.has(hit.id) ? [{ ...hit, item: items.get(hit.id) as ClientItem }] : [])),
    next: rest.length > query.limit ? (page[page.length - 1] as Position) : null,
  };
}

async function fitting(db: SearchDb, query: SearchQuery, readings: readonly Reading[], level: Level): Promise<Position[]> {
  const text = query.q ?? '';
  const phone = looksLikePhone(text) ? hasPhone(text, db.defaults.phoneCountry) : sql`false`;
  const fit = readings.length ? sql`(${join(readings.map((reading) => sql`(${fitsSql(reading, level)})`), ' or ')})` : sql`false`;
  const rows = await queryComposed<{ id: number; words: string; phone: boolean }>(
    db,
    sql`select c.id, t.words, ${phone} as phone
      ${query.source.from} join client_texts t on t.client_id = c.id
      where ${join(query.source.conditions, ' and ')} and (${fit} or ${phone})`,
    true,
  );
  return rows.map(({ id, words }) => {
    const stage = stageOf(readings, words, level);
    return { stage: stage ?? PHONE_STAGE, driver: 0, word: stage === null ? '' : firstFitting(words, readings[readingOf(stage)] as Reading, levelOf(stage)), id };
  });
}

function firstFitting(text: string, { tokens }: Reading, level: Level): string {
  const wanted = needles(tokens[0] as Reading['tokens'][number], level);
  return text.trim().split(' ').find((word) => wanted.some((needle) => ` ${word} `.includes(needle))) ?? '';
}

function compareHits(a: Position, b: Position): number {
  return a.stage - b.stage || compareWords(a.word, b.word) || a.id - b.id;
}
