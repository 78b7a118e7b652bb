// What every reader gives, whatever the file was: a header and rows of text. Limits are those of D-30's promise,
// that any file gets a clear answer: 50 MiB on the wire, 200 MiB unpacked.
import type { ImportWarning } from '../../contract/imports.js';
import { AppError } from '../../lib/app-error.js';
import { clip } from '../text.js';

export const MAX_ROWS = 200_000;
export const MAX_COLUMNS = 200;
/** As in a spreadsheet. */
export const MAX_CELL = 32_767;
export const MAX_UNPACKED = 200 * 1024 * 1024;

export interface Remarks {
  /** The row cannot be placed. */
  error?: string;
  warnings?: ImportWarning[];
  source?: string;
}

/** Row number as a spreadsheet shows it, the header being row 1; null: implied by other rows. */
export type SourceRow = [row: number | null, cells: string[], remarks?: Remarks];

export interface Table {
  columns: string[];
  rows: SourceRow[];
}

export function unreadable(sentence: string): AppError {
  return new AppError('import.file_unreadable', sentence);
}

/** The first row with anything in it is the header; empty rows are passed over, but counted. */
export function tableOf(records: readonly (readonly string[])[]): Table {
  const first = records.findIndex((cells) => cells.some((cell) => cell.trim() !== ''));
  const header = records[first];
  if (!header) throw unreadable('The file is empty.');
  const columns = header.map((cell) => cell.trim());
  while (columns.length && columns[columns.length - 1] === '') columns.pop();
  if (columns.length > MAX_COLUMNS) throw unreadable(`The file has ${columns.length} columns; at most ${MAX_COLUMNS} can be imported.`);
  const rows: SourceRow[] = [];
  for (let index = first + 1; index < records.length; index += 1) {
    const cells = records[index] as readonly string[];
    if (cells.every((cell) => cell.trim() === '')) continue;
    if (rows.length === MAX_ROWS) throw unreadable(`The file has more than ${MAX_ROWS} rows. Split it, superior units first.`);
    rows.push(checkedRow(index + 1, cells, columns));
  }
  return { columns: columns.map((name, index) => clip(name, 200) || `Column ${index + 1}`), rows };
}

function checkedRow(row: number, cells: readonly string[], columns: readonly string[]): SourceRow {
  let used = cells.length;
  while (used > columns.length && cells[used - 1]?.trim() === '') used -= 1;
  if (used !== columns.length) {
    return [row, cells.slice(0, columns.length).map((cell) => clip(cell, 200)), { error: `It has ${used} cells, the header has ${columns.length}.` }];
  }
  const long = cells.findIndex((cell) => cell.length > MAX_CELL);
  if (long >= 0) {
    return [row, cells.map((cell) => clip(cell, 200)), { error: `The cell in "${columns[long]}" has ${cells[long]?.length} characters; a cell can have ${MAX_CELL}.` }];
  }
  return [row, cells.slice(0, columns.length)];
}
