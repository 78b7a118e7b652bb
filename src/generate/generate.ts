// A synthetic directory of any size: the same seed gives the same directory on an empty database, and on a full one
// it is added to what is there. All or nothing: one transaction. Memory does not grow with the size.
import { copyRows } from '../db/copy.js';
import type { Db } from '../db/database.js';
import { withoutIndexes } from '../db/bulk-load.js';
import { loadSql, positionalValues } from '../db/sql.js';
import { type Connection, prepareDirectories } from './directories.js';
import { seededRandom } from './random.js';
import { CLIENT_COLUMNS, type ClientRows, PHONE_COLUMNS, rowMaker, SETTING_COLUMNS } from './rows.js';
import { placesOf, type Shape } from './shape.js';

const sql = loadSql(import.meta.url);

export interface GenerateOptions {
  shape: Shape;
  seed: number;
  onProgress?: (done: number, doing: 'loading' | 'indexing') => void;
}

export interface Generated {
  firstId: number;
  clients: number;
  phones: number;
  settings: number;
}

// Parents come before children, so a batch stands on what was loaded before it, whatever triggers look at.
const BATCH = 10_000;
const TABLES = ['clients', 'client_phones', 'client_settings'];

export function generateDirectory(db: Db, { shape, seed, onProgress }: GenerateOptions): Promise<Generated> {
  return db.withConnection(async (client) => {
    const run = async <Row>(block: string, parameters = {}) => (await (client as Connection).query<Row>(sql(block).text, positionalValues(sql(block), parameters))).rows;
    const random = seededRandom(seed);

    const inTransaction = async <T>(work: () => Promise<T>): Promise<T> => {
      await client.query('begin');
      try {
        const result = await work();
        await client.query('commit');
        return result;
      } catch (error) {
        await client.query('rollback');
        throw error;
      }
    };

    const firstId = await inTransaction(async () => {
      await client.query('lock table clients in share row exclusive mode');
      return ((await run<{ first: number }>('reserve_ids', { count: shape.clients }))[0] as { first: number }).first;
    });
    const generated = await inTransaction(async () => {
      const ids = await prepareDirectories(client as Connection, random);
      const toRows = rowMaker(firstId, ids, random);
      const total: Generated = { firstId, clients: 0, phones: 0, settings: 0 };
      const flush = async (batch: ClientRows[]) => {
        const phones = batch.flatMap((rows) => rows.phones);
        const settings = batch.flatMap((rows) => rows.settings);
        await copyRows(client, 'clients', CLIENT_COLUMNS, batch.map((rows) => rows.client));
        await copyRows(client, 'client_phones', PHONE_COLUMNS, phones);
        await copyRows(client, 'client_settings', SETTING_COLUMNS, settings);
        total.clients += batch.length;
        total.phones += phones.length;
        total.settings += settings.length;
        onProgress?.(total.clients, total.clients === shape.clients ? 'indexing' : 'loading');
      };
      const load = async () => {
        let batch: ClientRows[] = [];
        for (const place of placesOf(shape, seededRandom(seed ^ 0x5eed))) {
          batch.push(toRows(place));
          if (batch.length < BATCH) continue;
          await flush(batch);
          batch = [];
        }
        await flush(batch);
      };
      const [before] = await run<{ clients: number }>('count_clients_up_to', { limit: shape.clients });
      const dwarfs = shape.clients >= BATCH && (before?.clients ?? 0) < shape.clients;
      if (dwarfs) await withoutIndexes(client, TABLES, load);
      else await load();
      if ((before?.clients ?? 0) > 0) await run('give_up_taken_numbers', { first_id: firstId, last_id: firstId + shape.clients - 1 });
      return total;
    });
    await client.query(`vacuum (analyze) ${TABLES.join(', ')}`);
    return generated;
  });
}
