// Every invariant over the whole database, in one snapshot, so that it can run beside the application.
import { performance } from 'node:perf_hooks';
import type { Db } from '../db/database.js';
import { positionalValues, type SqlBlock } from '../db/sql.js';
import { type Check, type Counted, countBlock, checks as allChecks, walkBlocks } from './checks.js';
import { type Findings, type Look, NAMED, type Offender } from './findings.js';

export interface Result extends Findings {
  check: Check;
  /** Rows that the check is about. */
  rows: number;
  ms: number;
}

const FETCH = 5_000;

/** Results in the order of the checks, told one by one to `onResult`. */
export function verifyDatabase(db: Db, onResult: (result: Result) => void = () => undefined, checks: readonly Check[] = allChecks): Promise<Result[]> {
  return db.withConnection(async (client) => {
    const look: Look = {
      rows: async <Row>(block: SqlBlock, parameters: Record<string, unknown> = {}) => (await client.query(block.text, positionalValues(block, parameters))).rows as Row[],
      async stream<Row>(block: SqlBlock, each: (row: Row) => void) {
        await client.query(`declare verify_rows no scroll cursor for ${block.text}`);
        for (let full = true; full; ) {
          const { rows } = await client.query(`fetch ${FETCH} from verify_rows`);
          for (const row of rows as Row[]) each(row);
          full = rows.length === FETCH;
        }
        await client.query('close verify_rows');
      },
      withConnection: (use) => use(client),
      phoneCountry: db.defaults.phoneCountry,
    };
    // Not read only: the walk down from the roots is kept in a temporary table, as half of the checks need it.
    await client.query('begin isolation level repeatable read');
    try {
      await client.query(`set local statement_timeout = 0; set local work_mem = '128MB'; set local temp_buffers = '64MB'`);
      await walk(look);
      const [counts] = await look.rows<Record<Counted, number>>(countBlock);
      const results: Result[] = [];
      for (const check of checks) {
        const started = performance.now();
        const findings = typeof check.look === 'function' ? await check.look(look) : await runBlock(look, check.look.block, check.look.parameters);
        const result = { check, rows: counts?.[check.over] ?? 0, ...findings, ms: performance.now() - started };
        results.push(result);
        onResult(result);
      }
      return results;
    } finally {
      await client.query('rollback');
    }
  });
}

/** One index probe a client. A hash join would be made anew at each level: 10,000 times for a chain of 10,000. */
async function walk(look: Look): Promise<void> {
  const plain = (text: string): Promise<unknown> => look.rows({ name: '', text, parameters: [], slow: true });
  await plain('set local enable_hashjoin = off; set local enable_mergejoin = off');
  for (const block of walkBlocks) await look.rows(block);
  await plain('set local enable_hashjoin = on; set local enable_mergejoin = on; analyze verify_walk');
}

async function runBlock(look: Look, block: SqlBlock, parameters?: Record<string, unknown>): Promise<Findings> {
  const text = `
    with offender as materialized (${block.text})
    select
      (select count(*) from offender)::integer as breaches,
      (select coalesce(jsonb_agg(named), '[]') from (select offender.id, offender.what from offender order by offender.id, offender.what limit ${NAMED}) as named) as first`;
  const [found] = await look.rows<{ breaches: number; first: Offender[] }>({ ...block, text }, parameters);
  return found as Findings;
}
