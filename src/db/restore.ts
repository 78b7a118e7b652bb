// Restores a backup (backup.ts) into a database that is as its migrations left it: all or nothing, in one transaction.
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { appliedMigrations, type BackupFooter, type BackupHeader, type BackupTable, backupTables, END_OF_TABLE, FORMAT } from './backup.js';
import { withoutIndexes } from './bulk-load.js';

export class RestoreError extends Error {
  override name = 'RestoreError';
}

/** Throws RestoreError if the file is no whole backup, or the database is not empty or of another version. */
export async function restoreBackup(client: pg.ClientBase, file: string, onTable: (name: string) => void = () => undefined): Promise<Record<string, number>> {
  const sections = new Sections(file);
  try {
    await client.query('begin');
    const header = await readHeader(sections);
    await refuseOther(client, header);
    const tables = header.tables.map(({ name }) => name);
    await client.query(`lock table ${tables.join(', ')} in access exclusive mode`);
    await refuseNonEmpty(client);
    const rows = await withoutTriggers(client, tables, async () => {
      // What migrations had put in is in the backup too, perhaps changed since.
      await client.query(`truncate ${tables.join(', ')}`);
      return withoutIndexes(client, tables, () => load(client, header.tables, sections, onTable));
    });
    for (const { name, value, called } of header.sequences) await client.query('select setval($1::regclass, $2::bigint, $3)', [name, value, called]);
    await client.query('commit');
    await client.query('analyze');
    return rows;
  } catch (error) {
    await client.query('rollback');
    if ((error as NodeJS.ErrnoException).code?.startsWith('Z_')) throw new RestoreError('The file is damaged or not a backup.', { cause: error });
    throw error;
  } finally {
    sections.close();
  }
}

async function readHeader(sections: Sections): Promise<BackupHeader> {
  const header = parse<BackupHeader>(await sections.line());
  if (header?.format !== FORMAT) throw new RestoreError('The file is not a backup of this program.');
  return header;
}

async function refuseOther(client: pg.ClientBase, header: BackupHeader): Promise<void> {
  const name = (migration: { name: string; checksum: string }) => `${migration.name} ${migration.checksum}`;
  const here = await appliedMigrations(client);
  const [missing, surplus] = [without(header.migrations.map(name), here.map(name)), without(here.map(name), header.migrations.map(name))];
  if (missing.length || surplus.length) {
    const only = (where: string, names: string[]) => (names.length ? ` Only in the ${where}: ${names.map((text) => text.split(' ')[0]).join(', ')}.` : '');
    throw new RestoreError(`The backup and the database are of different versions.${only('backup', missing)}${only('database', surplus)} Restore with the version that made it, then upgrade.`);
  }
  if (JSON.stringify(await backupTables(client)) !== JSON.stringify(header.tables)) throw new RestoreError('The tables of the database are not those of the backup.');
}

async function refuseNonEmpty(client: pg.ClientBase): Promise<void> {
  for (const table of ['clients', 'operators', 'history']) {
    const { rowCount } = await client.query(`select 1 from ${table} limit 1`);
    if (rowCount) throw new RestoreError(`The database is not empty: it has ${table}. Restore into a new one.`);
  }
}

async function load(client: pg.ClientBase, tables: readonly BackupTable[], sections: Sections, onTable: (name: string) => void): Promise<Record<string, number>> {
  const rows: Record<string, number> = {};
  for (const { name, columns } of tables) {
    onTable(name);
    const copy = client.query(copyFrom(`copy ${name} (${columns.join(', ')}) from stdin`));
    await pipeline(sections.table(), copy);
    rows[name] = copy.rowCount;
  }
  const footer = parse<BackupFooter>(await sections.line());
  if (footer?.end !== true) throw new RestoreError('The file ends too early.');
  const short = tables.find(({ name }) => footer.rows[name] !== rows[name]);
  if (short) throw new RestoreError(`The table ${short.name} should have ${footer.rows[short.name]} rows and got ${rows[short.name]}.`);
  return rows;
}

/** What triggers derived is in the backup as well, and what they refuse has to be. */
async function withoutTriggers<T>(client: pg.ClientBase, tables: readonly string[], work: () => Promise<T>): Promise<T> {
  for (const table of tables) await client.query(`alter table ${table} disable trigger user`);
  const result = await work();
  for (const table of tables) await client.query(`alter table ${table} enable trigger user`);
  return result;
}

function without(list: string[], other: string[]): string[] {
  return list.filter((entry) => !other.includes(entry));
}

function parse<T>(line: string): T | null {
  try {
    return JSON.parse(line) as T;
  } catch {
    return null;
  }
}

const NEWLINE = 10;
const END = Buffer.from(END_OF_TABLE);

/** The unpacked file, read on by lines and by tables. */
class Sections {
  readonly #chunks: AsyncIterator<Buffer>;
  readonly #close: () => void;
  #rest: Buffer = Buffer.alloc(0);

  constructor(file: string) {
    const source = createReadStream(file);
    const unpacked = createGunzip();
    const unpacking = pipeline(source, unpacked);
    // The reader of the chunks gets the same error.
    unpacking.catch(() => undefined);
    this.#chunks = unpacked[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    this.#close = () => source.destroy();
  }

  close(): void {
    this.#close();
  }

  async line(): Promise<string> {
    for (let from = 0; ; ) {
      const end = this.#rest.indexOf(NEWLINE, from);
      if (end >= 0) {
        const line = this.#rest.subarray(0, end).toString('utf8');
        this.#rest = this.#rest.subarray(end + 1);
        return line;
      }
      from = this.#rest.length;
      if (!(await this.#more())) return '';
    }
  }

  /** The rows up to the line that ends them. No row begins like it: COPY doubles backslashes. */
  async *table(): AsyncGenerator<Buffer> {
    let lineStarts = true;
    for (;;) {
      const isEmpty = lineStarts && this.#rest.subarray(0, END.length).equals(END);
      const end = isEmpty ? 0 : this.#rest.indexOf(`\n${END_OF_TABLE}`) + 1;
      if (isEmpty || end > 0) {
        if (end > 0) yield this.#rest.subarray(0, end);
        this.#rest = this.#rest.subarray(end + END.length);
        return;
      }
      // The end may be cut in two: its length stays for the next look.
      const sure = this.#rest.length - END.length - 1;
      if (sure > 0) {
        yield this.#rest.subarray(0, sure);
        this.#rest = this.#rest.subarray(sure);
        lineStarts = false;
      }
      if (!(await this.#more())) throw new RestoreError('The file ends too early.');
    }
  }

  async #more(): Promise<boolean> {
    const { done, value } = await this.#chunks.next();
    if (done) return false;
    this.#rest = this.#rest.length ? Buffer.concat([this.#rest, value]) : value;
    return true;
  }
}
