// Imports through HTTP, as a screen drives them.
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { ImportOptions, ImportRowView, ImportView, MappingInput } from '../../src/contract/imports.js';
import type { Db } from '../../src/db/database.js';
import type { Answer, TestServer } from '../support/server.js';

const RESTING = ['mapping', 'checked', 'committed', 'undone', 'cancelled'];

export async function upload(server: TestServer, content: string | Buffer, fileName = 'clients.csv', query = ''): Promise<Answer> {
  const form = new FormData();
  form.set('file', new Blob([content as unknown as ArrayBuffer]), fileName);
  const response = await fetch(`${server.url}/api/v1/imports${query}`, { method: 'POST', headers: { authorization: `Bearer ${server.token}` }, body: form });
  return { status: response.status, body: await response.json(), headers: response.headers };
}

/** Uploads, corrects the mapping where told, and waits for the dry run. */
export async function tryImport(server: TestServer, content: string | Buffer, input: MappingInput & { options?: ImportOptions } = {}): Promise<ImportView> {
  const { status, body } = await upload(server, content);
  expect(status, JSON.stringify(body)).to.equal(201);
  return step(server, body.id as number, 'dry-run', input);
}

export async function step(server: TestServer, id: number, what: 'dry-run' | 'commit' | 'undo', body?: object): Promise<ImportView> {
  const answer = await server.call('POST', `/imports/${id}/${what}`, what === 'dry-run' ? (body ?? {}) : undefined);
  expect(answer.status, JSON.stringify(answer.body)).to.equal(202);
  return settled(server, id);
}

export async function settled(server: TestServer, id: number): Promise<ImportView> {
  for (;;) {
    const { body } = await server.call('GET', `/imports/${id}`);
    if (RESTING.includes(body.state)) return body as ImportView;
    await sleep(20);
  }
}

export async function importFile(server: TestServer, content: string | Buffer, input: MappingInput = {}): Promise<ImportView> {
  const { id } = await tryImport(server, content, input);
  return step(server, id, 'commit');
}

export async function allRows(server: TestServer, id: number, query = ''): Promise<ImportRowView[]> {
  const rows: ImportRowView[] = [];
  for (let cursor: string | null = null; ; ) {
    const { body }: Answer = await server.call('GET', `/imports/${id}/rows?limit=500${query}${cursor ? `&cursor=${cursor}` : ''}`);
    rows.push(...(body.items as ImportRowView[]));
    cursor = body.nextCursor as string | null;
    if (!cursor) return rows;
  }
}

/** The whole tree as text lines of names, children sorted: what two directories can be compared by. */
export async function treeOf(db: Db): Promise<string[]> {
  return db.withConnection(async (client) => {
    const { rows } = await client.query<{ line: string }>(`
      with recursive tree as (
        select c.id, c.name || coalesce(' #' || c.external_id, '') as line from clients c where c.parent_id is null and not c.deleted
        union all
        select c.id, tree.line || ' / ' || c.name || coalesce(' #' || c.external_id, '') from tree join clients c on c.parent_id = tree.id where not c.deleted
      ) select line from tree order by line`);
    return rows.map(({ line }) => line);
  });
}

export interface Snapshot {
  clients: unknown[];
  phones: unknown[];
  settings: unknown[];
}

/** Everything about clients that an undo has to bring back; versions and times go on. */
export async function snapshot(db: Db): Promise<Snapshot> {
  return db.withConnection(async (client) => {
    const rows = async (text: string) => (await client.query<{ row: unknown }>(text)).rows.map(({ row }) => row);
    return {
      clients: await rows(`select to_jsonb(c) - 'version' - 'updated_at' as row from clients c order by id`),
      phones: await rows(`select to_jsonb(p) - 'id' as row from client_phones p order by client_id, position`),
      settings: await rows('select to_jsonb(s) as row from client_settings s order by client_id, key'),
    };
  });
}

/** What must hold in every directory; gives the breaches. */
export async function breaches(db: Db): Promise<Record<string, number>> {
  return db.withConnection(async (client) => {
    const { rows } = await client.query<Record<string, number>>(`
      with recursive up as (
        select c.id as start, c.id, c.parent_id from clients c
        union all
        select up.start, p.id, p.parent_id from up join clients p on p.id = up.parent_id
      ) cycle id set looped using path,
      root as (select up.start as id, up.id as root_id from up where up.parent_id is null),
      live as (select c.id from clients c where not exists (select 1 from client_chains(array[c.id]) as chain where chain.deleted))
      select
        (select count(*)::integer from up where looped) as cycles,
        (select count(*)::integer from clients c where (c.parent_id is null) <> (c.group_id is not null)) as groups,
        (select count(*)::integer from (
          select 1 from clients c join root on root.id = c.id where c.external_id is not null group by root.root_id, c.external_id having count(*) > 1
        ) as twice) as "externalIds",
        (select count(*)::integer from (
          select 1 from client_phones p join live on live.id = p.client_id where p.identifies_caller group by p.digits having count(*) > 1
        ) as twice) as callers,
        (select count(*)::integer from clients c where c.parent_id is not null and c.kind = 'person') as persons,
        (select count(*)::integer from clients c where c.parent_id is null and not c.uses_own_account) as "rootAccounts"`);
    return rows[0] as Record<string, number>;
  });
}

export const NO_BREACHES = { cycles: 0, groups: 0, externalIds: 0, callers: 0, persons: 0, rootAccounts: 0 };
