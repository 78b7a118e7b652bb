// Search by text in name or contract number, and by any part of any phone number (D-22, D-23, D-24).
//
// Terms: a word is a folded piece of a name or number (fold.ts); triggers keep every client's words (client_texts,
// client_words) and the dictionary of different words (search_words); see the migration. A reading is one way to understand
// what was typed (readings.ts): as it is, in the other keyboard layout, in the other script. All words typed must be found.
//
// Order: found as whole words, as beginnings of words, inside words; in each of these the readings in their order; then by
// word and id. If nothing was found at all, one typo a word is forgiven. Phone numbers follow if the text looks like one.
// Every match is reached by following nextCursor, and none comes twice. A page may be shorter than its limit and still
// have a next one: then what is left is thinly spread, and the search gives what it has after a fixed amount of work.
//
// verifySearch proves that the words are those of the names and numbers.
import { createHash } from 'node:crypto';
import type { ClientItem } from '../contract/clients.js';
import type { Db } from '../db/database.js';
import { loadSql } from '../db/sql.js';
import { AppError } from '../lib/app-error.js';
import { decodeCursor, encodeCursor } from '../lib/cursor.js';
import { hasPhone, looksLikePhone, searchByPhone } from './by-phone.js';
import { isSmall, searchWithin } from './by-set.js';
import { searchByWords } from './by-words.js';
import { Level, readingsOf } from './readings.js';
import { levelOf, type Page, PHONE_STAGE, type Position, type SearchDb, type SearchQuery } from './request.js';

const block = loadSql(import.meta.url);

type Way = 'everything' | 'set';

interface Resumed {
  way: Way;
  position: Position;
  /** Something was found as it was typed: then no typos are looked for. */
  found: boolean;
}

/** A page, best first. */
export async function searchClients(db: SearchDb, query: SearchQuery): Promise<{ items: ClientItem[]; nextCursor: string | null }> {
  const list = `search:${createHash('sha1').update(JSON.stringify([query.q ?? '', query.phone ?? ''])).digest('base64url').slice(0, 8)}`;
  const resumed = query.cursor === undefined ? null : readCursor(decodeCursor(query.cursor, list));
  const { way, page } = await run(db, withPhone(db, query), resumed);
  const found = (resumed?.found ?? false) || page.hits.some((hit) => levelOf(hit.stage) < Level.Typo);
  const nextCursor = page.next && encodeCursor(list, [way, page.next.stage, page.next.word, page.next.id, page.next.driver, found]);
  return { items: page.hits.map((hit) => hit.item), nextCursor };
}

function readCursor([way, stage, word, id, driver, found]: unknown[]): Resumed {
  const valid =
    (way === 'everything' || way === 'set') && typeof word === 'string' && typeof found === 'boolean' &&
    [stage, id, driver].every((value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 31);
  if (!valid) throw new AppError('request.cursor_invalid');
  return { way, found, position: { stage: stage as number, word, id: id as number, driver: driver as number } };
}

/** With text and number both, the number is one more filter. */
function withPhone(db: SearchDb, query: SearchQuery): SearchQuery {
  if (!query.phone || !query.q?.trim()) return query;
  const condition = hasPhone(query.phone, db.defaults.phoneCountry);
  return { ...query, where: [...query.where, condition], source: { ...query.source, conditions: [...query.source.conditions, condition] } };
}

async function run(db: SearchDb, query: SearchQuery, resumed: Resumed | null): Promise<{ way: Way; page: Page }> {
  const after = resumed?.position ?? null;
  const way = resumed?.way ?? (query.q?.trim() && (query.scope !== 'all' || query.state === 'deleted') && (await isSmall(db, query)) ? 'set' : 'everything');
  if (way === 'set') return { way, page: await searchWithin(db, query, after, resumed?.found ?? false) };
  const text = query.q?.trim();
  if (!text) return { way, page: await searchByPhone(db, query, query.phone ?? '', [], after) };
  const page = await searchByWords(db, query, after, resumed?.found ?? false);
  if (page.next || !looksLikePhone(text)) return { way, page };
  const rest = query.limit - page.hits.length;
  if (rest === 0) return { way, page: { hits: page.hits, next: { stage: PHONE_STAGE, word: '', id: 0, driver: 0 } } };
  const byPhone = await searchByPhone(db, { ...query, limit: rest }, text, readingsOf(text), after && after.stage >= PHONE_STAGE ? after : null);
  return { way, page: { hits: [...page.hits, ...byPhone.hits], next: byPhone.next } };
}

/** What is wrong with the words, one line for each kind; nothing if they are what the names and numbers give. For db:verify. */
export async function verifySearch(db: Pick<Db, 'withConnection'>): Promise<string[]> {
  // A connection of its own: at 1,000,000 clients it takes a minute, longer than reads may.
  return db.withConnection(async (client) => (await client.query<{ problem: string }>(block('verify').text)).rows.map((row) => row.problem));
}
