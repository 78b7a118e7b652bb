// What imports keep of a client: the rows of the report, the file's own rows, and samples of its columns. The report
// stays with what is left; the file's rows that were about the client are emptied, so that another dry run of that import
// does not bring the data back.
import type { Tx } from '../db/database.js';
import { loadSql, queryOptionalRow, queryRow, queryRows } from '../db/sql.js';

const sql = loadSql(import.meta.url);

/** Rows of a file are kept in blocks of so many; where a file has empty rows, its later rows stand in earlier blocks. */
const ROWS_A_BLOCK = 1_000;
/** So long a sample of a column can be; one character less where the last would be half of a pair. */
const SAMPLE_LENGTH = 100;

interface TracedRow {
  importId: number;
  number: number;
  source: string | null;
  sourceRow: number | null;
}

type FileRow = [row: number | null, cells: string[], remarks?: { source?: string }];

interface Erased {
  clientId: number;
  /** Instead of the name; null: it stays. */
  placeholder: string | null;
  fields: readonly string[];
  names: readonly string[];
}

/** Gives how many rows of reports were changed. */
export async function eraseImportTraces(tx: Tx, { clientId, placeholder, fields, names }: Erased): Promise<number> {
  const rows = await queryRows<TracedRow>(tx, sql('lock_rows'), { client_id: clientId });
  const erased = await queryRows(tx, sql('erase_rows'), {
    import_ids: rows.map(({ importId }) => importId), numbers: rows.map(({ number }) => number), placeholder, fields,
  });
  if (names.length > 0) await queryRows(tx, sql('erase_in_reasons'), { names, placeholder });
  const cells = new Map<number, string[]>();
  for (const row of rows) {
    const emptied = row.sourceRow === null ? [] : await emptyFileRow(tx, row, row.sourceRow);
    cells.set(row.importId, [...(cells.get(row.importId) ?? []), ...emptied]);
  }
  for (const [importId, values] of cells) if (values.length > 0) await dropSamples(tx, importId, new Set(values));
  return erased.length;
}

/** Empties the cells of one row of the file and gives what was in them. */
async function emptyFileRow(tx: Tx, { importId, source }: TracedRow, row: number): Promise<string[]> {
  let before = Math.floor(row / ROWS_A_BLOCK) + 1;
  for (;;) {
    // JSON text, not jsonb, which would refuse some characters that files have.
    const block = await queryOptionalRow<{ place: number; rows: string }>(tx, sql('find_block'), { import_id: importId, row: String(row), before_place: before });
    if (!block) return [];
    const fileRows = JSON.parse(block.rows) as FileRow[];
    const at = fileRows.findIndex(([number, , remarks]) => number === row && (remarks?.source ?? null) === source);
    const found = fileRows[at];
    if (found) {
      const cells = found[1].filter((cell) => cell !== '');
      fileRows[at] = [row, found[1].map(() => ''), ...(source === null ? [] : [{ source }])] as FileRow;
      if (cells.length > 0) await queryRow(tx, sql('save_block'), { import_id: importId, place: block.place, rows: JSON.stringify(fileRows) });
      return cells;
    }
    before = block.place;
  }
}

async function dropSamples(tx: Tx, importId: number, values: ReadonlySet<string>): Promise<void> {
  const { columns } = await queryRow<{ columns: { name: string; samples: string[] }[] }>(tx, sql('lock_columns'), { import_id: importId });
  const gone = new Set([...values].flatMap((value) => (value.length <= SAMPLE_LENGTH ? [value] : [value.slice(0, SAMPLE_LENGTH), value.slice(0, SAMPLE_LENGTH - 1)])));
  const left = columns.map((column) => ({ ...column, samples: column.samples.filter((sample) => !gone.has(sample)) }));
  await queryRow(tx, sql('save_columns'), { import_id: importId, columns: JSON.stringify(left) });
}
