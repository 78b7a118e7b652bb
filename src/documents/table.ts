// A table as a file: CSV (safe against formulas in spreadsheet programs) or XLSX.
import { stringify } from 'csv-stringify/sync';
import writeExcelFile from 'write-excel-file/node';

export interface TableColumn {
  title: string;
  /** Numbers are written as numbers, sums with two decimals. */
  kind?: 'text' | 'number' | 'money';
  width?: number;
}

export interface Table {
  title: string;
  columns: readonly TableColumn[];
  rows: readonly (string | number | null)[][];
}

const FORMULA = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

/** UTF-8 with BOM, so that spreadsheet programs read Cyrillic right. What would be a formula gets an apostrophe, but a sum below zero is a number. */
export function toCsv({ columns, rows }: Table): Buffer {
  const safe = (cell: string | number | null, index: number) => (typeof cell === 'string' && (columns[index]?.kind ?? 'text') === 'text' && FORMULA.test(cell) ? `'${cell}` : (cell ?? ''));
  return Buffer.from(stringify([columns.map(({ title }) => title), ...rows.map((row) => row.map(safe))], { bom: true, record_delimiter: '\r\n' }));
}

export async function toXlsx({ title, columns, rows }: Table): Promise<Buffer> {
  const header = columns.map((column) => ({ value: column.title, fontWeight: 'bold' as const }));
  const body = rows.map((row) =>
    row.map((cell, index) => {
      if (cell === null || cell === '') return null;
      const kind = columns[index]?.kind ?? 'text';
      if (kind === 'text') return { value: String(cell), type: String };
      return { value: Number(cell), type: Number, ...(kind === 'money' && { format: '#,##0.00' }) };
    }),
  );
  return writeExcelFile([header, ...body], { sheet: title.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31), columns: columns.map(({ width = 16 }) => ({ width })) }).toBuffer();
}
