// Search by any part of any phone number (D-23), in order of the numbers. The national way of writing leads to the
// international one: with RU as the country of the installation 8 (903)… and 903… find +7 903…, before what has those
// digits elsewhere.
//
// Numbers that begin so are a range of an index. Digits that are frequent anywhere (three random ones are in one number of a
// hundred) are met soon when the numbers are read in order; rare ones come from the trigram index (four: 800 of 1,000,000).
import { AsYouType, type CountryCode } from 'libphonenumber-js/max';
import { empty, join, queryComposed, type Sql, sql } from '../db/composed.js';
import { loadSql, queryRows } from '../db/sql.js';
import { onlyDigits } from '../lib/phone.js';
import { Level, type Reading } from './readings.js';
import {
  addHits, cutPage, fitsSql, type FoundRow, type Hit, HITS_AND_PROGRESS, isFiltered, type Page, PHONE_STAGE, type Position, roomFor, rowConditions, rowOf,
  type SearchDb, type SearchQuery, textOf,
} from './request.js';

const block = loadSql(import.meta.url);

/** One way in which the digits of a number fit: they begin so, or have it anywhere. */
interface Fragment {
  text: string;
  anywhere: boolean;
}

const SHORTEST_IN_TRIGRAM_INDEX = 3;
/** Share of the numbers, judged by a sample of 0.2 %: from here on a page is met within 20,000 numbers (3 ms). */
const FREQUENT = 0.003;
const SHORTEST_FOREIGN = 5;
const END = ':';

/** Fewest digits in a text that is taken for a phone number. */
const FEWEST_DIGITS = 3;

/** Digits, and hardly anything that is not written in phone numbers. */
export function looksLikePhone(text: string): boolean {
  return onlyDigits(text).length >= FEWEST_DIGITS && /^[\d\s()+\-./]+$/.test(text);
}

/** In order of preference: beginnings, none of which begins with another, then pieces from anywhere. */
export function phoneFragments(typed: string, country: string): Fragment[] {
  const digits = onlyDigits(typed);
  const international = new AsYouType(country as CountryCode);
  international.input(typed.trim().startsWith('+') ? `+${digits}` : digits);
  const starts = [digits, onlyDigits(international.getNumberValue() ?? '')];
  const apart = [...new Set(starts)].filter((start, _, all) => start !== '' && !all.some((other) => other !== start && start.startsWith(other)));
  const inside = [digits, ...(digits.startsWith('0') && digits.length > SHORTEST_FOREIGN ? [digits.replace(/^0+/, '')] : [])];
  return [...apart.map((text) => ({ text, anywhere: false })), ...inside.filter((text) => text !== '').map((text) => ({ text, anywhere: true }))];
}

const pattern = ({ text, anywhere }: Fragment) => (anywhere ? `%${text}%` : `${text}%`);

/** Condition: the client of c has such a number. */
export function hasPhone(typed: string, country: string): Sql {
  const patterns = phoneFragments(typed, country).filter(({ anywhere }) => anywhere).map(pattern);
  const begins = phoneFragments(typed, country).filter(({ anywhere }) => !anywhere).map(pattern);
  return sql`exists (select 1 from client_phones p where p.client_id = c.id and p.digits like any (${[...begins, ...patterns]}::text[]))`;
}

/** `readings`: what the same text found as words was shown before. */
export async function searchByPhone(db: SearchDb, query: SearchQuery, typed: string, readings: readonly Reading[], after: Position | null): Promise<Page> {
  const fragments = phoneFragments(typed, db.defaults.phoneCountry);
  const hits: Hit[] = [];
  const facts = await queryRows<{ exists: boolean; frequent: boolean }>(db, block('look_at_fragments'), {
    fragments: fragments.map(({ text }) => text), anywhere: fragments.map(({ anywhere }) => anywhere), shortest: SHORTEST_IN_TRIGRAM_INDEX, frequent: FREQUENT,
  });
  const start = after === null ? 0 : Math.max(0, after.stage - PHONE_STAGE);
  for (let index = start; index < fragments.length; index += 1) {
    const stage = PHONE_STAGE + index;
    const fragment = fragments[index] as Fragment;
    const { exists, frequent } = facts[index] as { exists: boolean; frequent: boolean };
    let place = after?.stage === stage ? { word: after.word, id: after.id } : null;
    for (let more = exists, turn = 0; more; turn += 1) {
      const room = roomFor(query, query.limit + 1 - hits.length, turn);
      const read = readNumbers(fragment, frequent, place, room);
      const rows = await queryComposed<FoundRow>(db, statement(query, read, fragments.slice(0, index), fragment, readings, room), fragment.anywhere || isFiltered(query));
      const progress = await addHits(db, query, hits, rows, room, { stage, driver: 0 });
      if (hits.length > query.limit) return cutPage(hits, query.limit);
      more = progress.examined === room;
      place = progress.last;
    }
  }
  return { hits, next: null };
}

function readNumbers(fragment: Fragment, frequent: boolean, after: { word: string; id: number } | null, wanted: number): Sql {
  const from = after ?? { word: fragment.anywhere ? '' : fragment.text, id: 0 };
  const later = sql`(p.digits collate "C", p.id) > (${from.word}::text, ${from.id}::integer)`;
  const like = sql`like ${pattern(fragment)}::text`;
  // The planner cannot know how soon numbers are met, so each way is written to have one plan only: joined to nothing, a number is
  // not for the trigram index; behind offset 0, the order is not for the other.
  const source = !fragment.anywhere
    ? sql`client_phones p where ${later} and p.digits collate "C" < ${fragment.text + END}::text`
    : frequent
      ? sql`client_phones p where ${later} and p.digits || '' ${like}`
      : sql`(select f.digits, f.id, f.client_id from client_phones f where f.digits ${like} offset 0) as p where ${later}`;
  return sql`select row_number() over (order by m.word, m.id) as place, m.*
    from (
      select p.digits collate "C" as word, p.id, p.client_id from ${source} order by p.digits collate "C", p.id limit ${wanted}::integer
    ) as m`;
}

function statement(query: SearchQuery, read: Sql, earlier: readonly Fragment[], fragment: Fragment, readings: readonly Reading[], room: number): Sql {
  const conditions = [
    // A client with several such numbers comes with the first of them. The limit keeps it from being joined to all phones.
    sql`(
      select o.id from client_phones o
      where o.client_id = k.client_id
        and (o.digits like any (${earlier.map(pattern)}::text[])
          or o.digits like ${pattern(fragment)}::text and (o.digits collate "C", o.id) < (k.word, k.id))
      limit 1) is null`,
    ...readings.map((reading) => sql`not (${fitsSql(reading, Level.Contains)})`),
    ...rowConditions(query),
  ];
  return sql`with read as materialized (${read}), hit as materialized (
    select k.place, k.word, k.id, k.client_id
    from read k ${readings.length ? textOf(sql`k.client_id`) : empty} ${rowConditions(query).length ? rowOf(sql`k.client_id`) : empty}
    where ${join(conditions, ' and ')}
    order by k.place
    limit (select ${room}::integer)
  )${HITS_AND_PROGRESS}`;
}
