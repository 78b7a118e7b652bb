// P9: a file through upload, dry run and commit, against a COPY of the same clients and phones into the same tables.
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { copyRows } from '../../src/db/copy.js';
import type { Db } from '../../src/db/database.js';
import { type Product, startProduct } from './children.js';
import { atLeast, type Figure, interleaved } from './figure.js';

const ROWS = 20_000;
const PER_UNIT = 20;
const TARGETS = ['externalId', 'parentExternalId', 'name', 'kind', 'number', 'phones'];

interface Row {
  id: number;
  externalId: string;
  parent: number | null;
  kind: string;
  name: string;
  number: string;
  phone: string;
}

/** One organisation with units of twenty. `round` keeps names and numbers of rounds apart. */
function rowsOf(round: number): Row[] {
  return Array.from({ length: ROWS }, (_, id) => ({
    id,
    externalId: `${round}-${id}`,
    parent: id === 0 ? null : id <= ROWS / PER_UNIT ? 0 : 1 + (id % (ROWS / PER_UNIT)),
    kind: id === 0 ? 'organisation' : id <= ROWS / PER_UNIT ? 'department' : 'employee',
    name: id === 0 ? `Import ${round}` : id <= ROWS / PER_UNIT ? `Unit ${id}` : `Employee ${id}`,
    number: `${round}/${id}`,
    phone: `+7900${String(round).padStart(2, '0')}${String(id).padStart(5, '0')}`,
  }));
}

export const importFile: Figure = {
  name: 'P9',
  title: `import of a file of ${ROWS} rows`,
  async run({ databases, clients, rounds }) {
    const database = await databases.copy(clients);
    const product = await startProduct(database.url);
    let round = 0;
    const importing = () => importRate(product, rowsOf((round += 1)));
    const copying = () => copyRate(database.db, rowsOf((round += 1)));
    const [rate = 0, copyingRate = 0] = await interleaved(rounds, [importing, copying]);
    await product.stop();
    return [
      { name: 'P9 import, with its dry run', value: rate, unit: 'rows/s', ratio: null, goal: '≥ 3000 rows/s', ok: rate >= 3_000 },
      atLeast('P9 the same / COPY of the same rows', rate, 'rows/s', copyingRate, 0.05),
    ];
  },
};

async function importRate(product: Product, rows: readonly Row[]): Promise<number> {
  const lines = rows.map(({ externalId, parent, name, kind, number, phone }) => [externalId, parent === null ? '' : rows[parent]?.externalId, name, kind, number, phone].join(','));
  const form = new FormData();
  form.append('file', new Blob([[TARGETS.join(','), ...lines].join('\n')]), 'bench.csv');
  const started = performance.now();
  const upload = await fetch(`${product.url}/api/v1/imports`, { method: 'POST', headers: product.headers, body: form });
  const { id } = (await upload.json()) as { id: number };
  if (upload.status !== 201) throw new Error(`upload: ${upload.status}`);
  await product.call('POST', `/imports/${id}/dry-run`, { mapping: TARGETS.map((target, column) => ({ column, target })) });
  const { counts: found } = await reached(product, id, 'checked');
  if (found?.create !== rows.length) {
    const { body } = (await product.call('GET', `/imports/${id}/rows?limit=1&outcome=error`)) as { body: { items: object[] } };
    throw new Error(`of ${rows.length} rows: ${JSON.stringify(found)} ${JSON.stringify(body.items)}`);
  }
  await product.call('POST', `/imports/${id}/commit`);
  await reached(product, id, 'committed');
  return rows.length / ((performance.now() - started) / 1_000);
}

async function reached(product: Product, id: number, state: string): Promise<{ state: string; counts: { create: number } | null }> {
  for (let tries = 0; tries < 12_000; tries += 1) {
    const { body } = (await product.call('GET', `/imports/${id}`)) as { body: { state: string; counts: { create: number } | null } };
    if (body.state === state) return body;
    await sleep(50);
  }
  throw new Error(`import ${id} did not become ${state}`);
}

async function copyRate(db: Db, rows: readonly Row[]): Promise<number> {
  return db.withConnection(async (client) => {
    const reserved = await client.query<{ id: number }>(`select nextval(pg_get_serial_sequence('clients', 'id'))::integer as id from generate_series(1, $1)`, [rows.length]);
    const idOf = (at: number) => reserved.rows[at]?.id as number;
    const started = performance.now();
    await client.query('begin');
    await copyRows(client, 'clients', ['id', 'parent_id', 'group_id', 'kind', 'name', 'number', 'external_id', 'uses_own_account'],
      rows.map(({ id, externalId, parent, kind, name, number }) => [idOf(id), parent === null ? null : idOf(parent), parent === null ? 2 : null, kind, name, number, externalId, parent === null]));
    await copyRows(client, 'client_phones', ['client_id', 'number', 'digits', 'main', 'identifies_caller'], rows.map(({ id, phone }) => [idOf(id), phone, phone.slice(1), true, true]));
    await client.query('commit');
    return rows.length / ((performance.now() - started) / 1_000);
  });
}
