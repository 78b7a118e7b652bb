import { CsvError, parse } from 'csv-parse/sync';
import { type Table, tableOf, unreadable } from './table.js';

const DELIMITERS = [',', ';', '\t', '|'];
/** One record; more means a quote that is opened and never closed, or no table at all. */
const MAX_RECORD = 2_000_000;
const SHARED = { relax_quotes: true, relax_column_count: true, max_record_size: MAX_RECORD } as const;

/** Delimiter guessed; quoted line breaks; rows of a wrong length are kept and marked. */
export function readCsv(text: string): Table {
  const told = /^sep=(.)\r?\n/i.exec(text);
  const body = told ? text.slice(told[0].length) : text;
  const delimiter = told?.[1] ?? guessDelimiter(body);
  try {
    return tableOf(parse(body, { ...SHARED, delimiter }));
  } catch (error) {
    if (error instanceof CsvError) throw unreadable(describe(error, told ? 1 : 0));
    throw error;
  }
}

/** The one that splits the first records into most columns, and all of them into equally many. */
export function guessDelimiter(text: string): string {
  let best = { delimiter: ',', score: 0 };
  for (const delimiter of DELIMITERS) {
    const records = firstRecords(text, delimiter);
    const columns = records[0]?.length ?? 0;
    if (columns < 2) continue;
    const alike = records.filter((record) => record.length === columns).length / records.length;
    const score = alike * Math.min(columns, 50);
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

function firstRecords(text: string, delimiter: string): string[][] {
  for (const length of [60_000, 20_000, 5_000, 1_000]) {
    try {
      return parse(text.slice(0, length), { ...SHARED, delimiter, to: 50, skip_empty_lines: true });
    } catch {
      // Cut inside a quoted cell: a shorter piece may end better.
    }
  }
  return [];
}

function describe(error: CsvError, linesBefore: number): string {
  const { code } = error;
  const line = Number((error as unknown as { lines?: number }).lines ?? 0) + linesBefore;
  const where = line > 0 ? ` near line ${line}` : '';
  if (code === 'CSV_QUOTE_NOT_CLOSED' || code === 'CSV_MAX_RECORD_SIZE') return `The file cannot be read${where}: a row is longer than ${MAX_RECORD} characters, or a quote is opened and not closed.`;
  return `The file cannot be read${where}: ${error.message}`;
}
