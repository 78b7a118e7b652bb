// The rows of a file that were refused, as a file to correct and import again: the same columns, with the reason in a last one.
import type { Db } from '../db/database.js';
import { toCsv } from '../documents/table.js';
import { MAX_ROWS, type SourceRow } from './read/table.js';
import { findImport, listRows, readBlock } from './store.js';

const keyOf = (source: string | null | undefined, row: number | null) => `${source ?? ''} ${row}`;

/** Throws import.not_found. */
export async function errorRowsAsCsv(db: Db, id: number): Promise<{ fileName: string; content: Buffer }> {
  const { fileName, columns } = await findImport(db, id);
  const errors = await listRows(db, id, { after: 0, outcome: 'error', warned: false, limit: MAX_ROWS });
  const reasons = new Map(errors.filter(({ row }) => row !== null).map(({ source, row, reason }) => [keyOf(source, row), reason]));
  const rows: (string | null)[][] = [];
  // Block by block: a file of 200,000 rows is never in memory as a whole.
  for (let place = 0; rows.length < reasons.size; place += 1) {
    const block = await readBlock(db, id, place);
    if (block === null) break;
    for (const [row, cells, remarks] of JSON.parse(block) as SourceRow[]) {
      const key = keyOf(remarks?.source, row);
      if (row !== null && reasons.has(key)) rows.push([...columns.map((_, index) => cells[index] ?? ''), String(row), reasons.get(key) ?? '']);
    }
  }
  const titles = [...columns.map(({ name }) => name), 'Row in the file', 'Import error'];
  return { fileName: `${fileName.replace(/\.\w+$/, '')}-errors.csv`, content: toCsv({ title: fileName, columns: titles.map((title) => ({ title })), rows }) };
}
