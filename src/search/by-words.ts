// Search over everything, stage by stage. A stage is (level, reading). It reads the postings of one token, the driver, in
// order of (word, client) and stops when the page is full; the other tokens are looked up in the texts of the clients found.
//
// Figures at 1,000,000 clients (4.7 million postings, 930,000 different words): a posting costs 0.15 µs to read in order, a
// client's text 4 µs to look up. So whole words are joined by their postings, and where the first lookups did not fill a
// page, the postings of the two rarest tokens are intersected before the texts are looked at.
import { empty, join, queryComposed, type Sql, sql } from '../db/composed.js';
import { Level, type Reading, readingsOf, type Token } from './readings.js';
import { type Ranges, WordOrder } from './ranges.js';
import {
  addHits, cutPage, earlierStages, fitsSql, type FoundRow, hasToken, type Hit, HITS_AND_PROGRESS, isFiltered, levelOf, type Page, PHONE_STAGE, type Position,
  readingOf, roomFor, rowConditions, rowOf, type SearchDb, type SearchQuery, stageNumber, textOf,
} from './request.js';
import { addTypoStarts, addTypoWords, countPostings, findInside, fragmentsOf, type Known, lookUp, rangesAt, scanWords } from './words.js';

/** What a request may cost, in lookups of 4 µs, before it gives what it has and where to go on. */
const MAX_COST = 12_000;
/** The same, once something was found: the best is there, and waiting for a full page would only delay it. */
const MAX_COST_WITH_HITS = 1_000;
const STAGE_COST = 50;
const READ_COST = 0.05;
const SCAN_COST = 0.1;
const FRAGMENT_COST = 120;
const FIRST_LOOKUPS = 500;
/** More than these, and reading the postings of another token is cheaper. */
const MAX_LOOKUPS = 1_500;
/** Postings are not counted further: a rarer token is looked up one by one, a more frequent one not intersected. */
const COUNT_UP_TO = 2_000;
/** Statements with more parts have too many different texts to be kept prepared. */
const MAX_PREPARED_TOKENS = 6;
const ALL = 2_147_483_647;
const LAST_STAGE = stageNumber(Level.TypoPrefix, 2);

interface Walk {
  readonly db: SearchDb;
  readonly query: SearchQuery;
  readonly readings: readonly Reading[];
  readonly known: Known;
  readonly hits: Hit[];
  /** Something was found without typos on an earlier page. */
  readonly foundBefore: boolean;
  /** The number of readings of which the typos are known: of words, of beginnings. */
  typoWordsOf: number;
  typoStartsOf: number;
  cost: number;
}

interface Stage {
  readonly number: number;
  readonly level: Level;
  readonly reading: Reading;
  readonly index: number;
  readonly driver: number;
  /** One token: postings of the level before need not be read again, as their clients were shown there. */
  readonly only: boolean;
}

interface Place {
  word: string;
  id: number;
}

/** From `after` on (null: from the start) until the page is full; typos only if nothing was found at all. */
export async function searchByWords(db: SearchDb, query: SearchQuery, after: Position | null, foundBefore: boolean): Promise<Page> {
  const readings = readingsOf(query.q ?? '');
  const start = after?.stage ?? 0;
  if (readings.length === 0 || start >= PHONE_STAGE) return { hits: [], next: null };
  const walk: Walk = { db, query, readings, known: await lookUp(db, readings), hits: [], foundBefore, typoWordsOf: 0, typoStartsOf: 0, cost: 0 };
  for (let number = start; number <= LAST_STAGE; number += 1) {
    const [level, index] = [levelOf(number), readingOf(number)];
    const reading = readings[index];
    if (!reading) continue;
    if (level >= Level.Typo && foundAsTyped(walk)) break;
    const searchesInside = level >= Level.Contains && walk.known.inside.size === 0;
    if (searchesInside) walk.cost += fragmentsOf(readings).length * FRAGMENT_COST + (reading.tokens.length > 1 ? MAX_COST_WITH_HITS : 0);
    if (walk.cost > maxCost(walk) && number > start) return { hits: walk.hits, next: { stage: number, word: '', id: 0, driver: 0 } };
    if (searchesInside) await findInside(db, readings, walk.known);
    if (level >= Level.Typo) await findTypos(walk, level, index);
    const resumed = after?.stage === number && after.word !== '' ? after : null;
    const driver = resumed?.driver ?? (await chooseDriver(walk, reading, level));
    if (driver === null) continue;
    const stage: Stage = { number, level, reading, index, driver, only: reading.tokens.length === 1 };
    const stopped = await runStage(walk, stage, resumed);
    if (walk.hits.length > query.limit) return cutPage(walk.hits, query.limit);
    if (stopped) return { hits: walk.hits, next: { stage: number, driver, ...stopped } };
  }
  return { hits: walk.hits, next: null };
}

/** Of earlier readings too, at the level before of all: what was shown there is left out here. */
async function findTypos(walk: Walk, level: Level, index: number): Promise<void> {
  const { db, readings } = walk;
  const words = level === Level.Typo ? index + 1 : readings.length;
  for (; walk.typoWordsOf < words; walk.typoWordsOf += 1) walk.cost += READ_COST * (await addTypoWords(db, readings[walk.typoWordsOf] as Reading));
  const starts = level === Level.Typo ? 0 : index + 1;
  for (; walk.typoStartsOf < starts; walk.typoStartsOf += 1) walk.cost += await addTypoStarts(db, readings[walk.typoStartsOf] as Reading);
}

const foundAsTyped = ({ foundBefore, hits }: Walk) => foundBefore || hits.some((hit) => levelOf(hit.stage) < Level.Typo);
const maxCost = (walk: Walk) => (walk.hits.length > 0 ? MAX_COST_WITH_HITS : MAX_COST);

/** The token with the fewest postings, among equals the longest; null if the stage can have no new clients. */
async function chooseDriver(walk: Walk, reading: Reading, level: Level): Promise<number | null> {
  const { tokens } = reading;
  const ranges = tokens.map((token) => rangesAt(token, level, walk.known, tokens.length === 1));
  if (ranges.some((range) => range?.lows.length === 0) || addsNothing(walk, reading, level)) return null;
  const longest = (a: number, b: number) => firstForm(tokens[b]).length - firstForm(tokens[a]).length;
  const indexes = tokens.map((_, index) => index).sort(longest);
  // Whole words are joined, in the order that the planner finds.
  if (level === Level.Exact || tokens.length === 1) return indexes[0] as number;
  walk.cost += STAGE_COST;
  const counts = await countPostings(walk.db, ranges.map((range) => range ?? { lows: [], highs: [] }), COUNT_UP_TO);
  const number = (index: number) => (ranges[index] === null ? ALL : (counts[index] as number));
  return indexes.sort((a, b) => number(a) - number(b) || longest(a, b))[0] as number;
}

const firstForm = (token: Token | undefined) => token?.forms[0] ?? '';

/** What fits here was shown before: no word of any token goes on, or the other spellings of this reading are no words. */
function addsNothing({ known, readings }: Walk, { tokens }: Reading, level: Level): boolean {
  if (level === Level.Prefix && tokens.every((token) => token.forms.every((form) => !known.longer.has(form)))) return true;
  const others = tokens.flatMap((token) => token.forms.slice(1));
  if (others.length === 0 || readings[0]?.tokens.length !== tokens.length || level > Level.Contains) return false;
  const exists = level === Level.Exact ? known.words : known.starts;
  const inside = level === Level.Contains ? tokens.flatMap((token) => token.inside.slice(1)) : [];
  return !others.some((form) => exists.has(form)) && inside.every((fragment) => known.inside.get(fragment)?.length === 0);
}

/** Adds the stage's hits. Gives a place if it had to stop before its end. */
async function runStage(walk: Walk, stage: Stage, after: Place | null): Promise<Place | null> {
  const token = stage.reading.tokens[stage.driver];
  if (!token) return null;
  const order = new WordOrder(token.forms[0] as string);
  const ranges = rangesAt(token, stage.level, walk.known, stage.only);
  if (ranges) return readPostings(walk, stage, order, ranges, after);
  for (let from = after?.word ?? null, place = after, turn = 0; ; place = null, turn += 1) {
    const { words, next, scanned } = await scanWords(walk.db, token, stage.level, stage.only, from, turn === 0);
    walk.cost += scanned * SCAN_COST;
    const own = { lows: words, highs: words.map((word) => `${word} `) };
    const stopped = words.length ? await readPostings(walk, stage, order, own, place) : null;
    if (stopped || next === null || walk.hits.length > walk.query.limit) return stopped;
    if (walk.cost > maxCost(walk)) return { word: next, id: 0 };
    from = next;
  }
}

async function readPostings(walk: Walk, stage: Stage, order: WordOrder, all: Ranges, after: Place | null): Promise<Place | null> {
  const { query } = walk;
  let place = after;
  let lookups = FIRST_LOOKUPS;
  let joined = stage.level === Level.Exact && !stage.only ? rangesOfOthers(walk, stage) : [];
  for (let turn = 0; ; turn += 1) {
    const ranges = place ? order.from(place.word, all) : all;
    const afterId = place && ranges.lows[0] === place.word ? place.id : 0;
    const need = query.limit + 1 - walk.hits.length;
    const room = roomFor(query, need, turn);
    const wanted = joined.length ? room * 4 ** (turn + 1) : stage.only ? room * (turn + 1) : lookups;
    const read = joined.length ? intersection(ranges, afterId, joined, wanted) : postings(ranges, afterId, wanted);
    const rows = await queryComposed<FoundRow>(walk.db, statement(walk, stage, read, room), joined.length > 0 || isSlow(walk));
    const progress = await addHits(walk.db, query, walk.hits, rows, room, { stage: stage.number, driver: stage.driver });
    walk.cost += STAGE_COST + progress.examined;
    if (progress.found < room && progress.examined < wanted) return null;
    place = progress.last;
    if (walk.hits.length > query.limit) return null;
    if (walk.cost > maxCost(walk)) return place;
    if (stage.only || joined.length) continue;
    // As many as fill the page at this rate; if those are too many, the others' postings tell which ones are worth it.
    lookups = Math.ceil((need / Math.max(progress.found, 1)) * wanted);
    if (lookups > MAX_LOOKUPS && walk.hits.length > 0) return place;
    if (lookups > MAX_LOOKUPS) joined = await rarestOther(walk, stage);
    lookups = Math.min(Math.max(lookups, FIRST_LOOKUPS), MAX_LOOKUPS);
  }
}

function isSlow({ query, readings }: Walk): boolean {
  return isFiltered(query) || readings.reduce((sum, { tokens }) => sum + tokens.length, 0) > MAX_PREPARED_TOKENS;
}

function rangesOfOthers({ known }: Walk, { reading, level, driver }: Stage): Ranges[] {
  const ranges = reading.tokens.map((token, index) => (index === driver ? null : rangesAt(token, level, known, false)));
  return ranges.filter((range) => range !== null);
}

/** The other token with the fewest postings, unless even those are very many. */
async function rarestOther(walk: Walk, stage: Stage): Promise<Ranges[]> {
  const others = rangesOfOthers(walk, stage);
  const counts = await countPostings(walk.db, others, COUNT_UP_TO * 10);
  const least = Math.min(...counts);
  walk.cost += STAGE_COST + least * READ_COST;
  return others.filter((_, index) => counts[index] === least).slice(0, 1);
}

function postings({ lows, highs }: Ranges, afterId: number, wanted: number): Sql {
  return sql`select p.place, p.word collate "C" as word, p.client_id as id
    from search_postings(${lows}::text[], ${highs}::text[], ${afterId}::integer, ${wanted}::integer) with ordinality as p (word, client_id, place)`;
}

/** Not prepared, so that the planner sees the words and knows how frequent they are. */
function intersection({ lows, highs }: Ranges, afterId: number, others: readonly Ranges[], wanted: number): Sql {
  const inRanges = (given: Ranges) => join(given.lows.map((low, index) => within(low, given.highs[index] as string)), ' or ');
  const conditions = others.map((given) => sql`exists (select 1 from client_words w where w.client_id = d.client_id and (${inRanges(given)}))`);
  const parts = lows.map((low, index) => {
    const high = highs[index] as string;
    const range = sql`${within(low, high, 'd')}${index === 0 && afterId > 0 ? sql` and (d.word, d.client_id) > (${low}::text, ${afterId}::integer)` : empty}`;
    return sql`select ${index}::integer as range, d.word, d.client_id from client_words d where ${range} and ${join(conditions, ' and ')}`;
  });
  return sql`select row_number() over (order by m.range, m.word, m.client_id) as place, m.word, m.client_id as id
    from (
      select d.* from (${join(parts, ' union all ')}) as d order by d.range, d.word, d.client_id limit ${wanted}::integer
    ) as m`;
}

function within(low: string, high: string, alias: 'w' | 'd' = 'w'): Sql {
  const word = alias === 'w' ? sql`w.word` : sql`d.word`;
  return high === `${low} ` ? sql`${word} = ${low}::text` : sql`${word} >= ${low}::text and ${word} < ${high}::text`;
}

function statement({ query, readings }: Walk, stage: Stage, read: Sql, room: number): Sql {
  const driver = stage.reading.tokens[stage.driver] as Token;
  const conditions = [
    fitsSql(stage.reading, stage.level),
    ...earlierStages(readings, stage.level, stage.index).map(([reading, level]) => sql`not (${fitsSql(reading, level)})`),
    // A client with several words for the driver comes with the first of them; its text has them in order.
    sql`not (${hasToken(sql`left(t.words, position(' ' || k.word || ' ' in t.words))`, driver, stage.level)})`,
    ...rowConditions(query),
  ];
  return sql`with read as materialized (${read}), hit as materialized (
    select k.place, k.word, k.id, k.id as client_id
    from read k ${textOf(sql`k.id`)} ${rowConditions(query).length ? rowOf(sql`k.id`) : empty}
    where ${join(conditions, ' and ')}
    order by k.place
    limit (select ${room}::integer)
  )${HITS_AND_PROGRESS}`;
}
