// What a client does with those below, on the server: rosters, several at once, invitations, remedies.
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { ImportRowView, ImportView, MappingInput } from '../../src/contract/imports.js';
import { ordering } from '../orders/support.js';
import { type Answer, useServer } from '../support/server.js';
import { openSocket } from '../support/socket.js';
import { allowAll, signedIn } from './support.js';

const RESTING = ['mapping', 'checked', 'committed', 'undone', 'cancelled'];

describe('Cabinet: people (C-3, C-5, D-5, D-30)', () => {
  const server = useServer({ JOBS: '1' });
  const { must, tree, call } = ordering(server);
  let ids: Record<string, number>;
  let token: string;
  const own = (method: string, path: string, body?: unknown): Promise<Answer> => server.get().call(method, path, body, { token });
  before(async () => {
    ids = await tree('Org(South(Anna,Boris),North(Vera)),Other(Unit)');
    for (const [name, externalId] of [['North', 'n-1'], ['Vera', 'v-1'], ['South', 's-1'], ['Anna', 'a-1']] as const) await must(call('PATCH', `/clients/${ids[name]}`, { externalId }));
    await must(call('PATCH', `/clients/${ids.Unit}`, { externalId: 'u-1' }));
    await allowAll(server.get(), ids.Org);
    token = await signedIn(server.get(), ids.South, 'south');
  });

  describe('rosters', () => {
    const settled = async (id: number): Promise<ImportView> => {
      for (;;) {
        const { body } = await own('GET', `/cabinet/imports/${id}`);
        if (RESTING.includes(body.state)) return body;
        await sleep(20);
      }
    };
    const step = async (id: number, what: string, body?: object) => {
      const answer = await own('POST', `/cabinet/imports/${id}/${what}`, body);
      expect(answer.status, JSON.stringify(answer.body)).to.equal(202);
      return settled(id);
    };
    const tried = async (content: string, input: MappingInput = {}): Promise<{ id: number; rows: ImportRowView[] }> => {
      const form = new FormData();
      form.set('file', new Blob([content]), 'roster.csv');
      const response = await fetch(`${server.get().url}/api/v1/cabinet/imports`, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: form });
      const { id } = (await response.json()) as { id: number };
      const { rows } = await step(id, 'dry-run', input);
      return { id, rows };
    };
    const said = (rows: readonly ImportRowView[]) => rows.map(({ name, outcome, reason }) => `${name} ${outcome}${reason ? ` ${reason}` : ''}`);

    it('C-3 a superior of the same organisation outside the subtree, one of another organisation, and one that nobody has are the same', async () => {
      const { rows } = await tried('id;parent;name\nx-1;n-1;Into North\nx-2;u-1;Into Unit\nx-3;nowhere;Into nothing\nx-4;s-1;Into South\n');
      const missing = (id: string) => `error There is no superior unit with the external id "${id}", neither in the file nor in the directory.`;
      expect(said(rows)).to.deep.equal([`Into North ${missing('n-1')}`, `Into Unit ${missing('u-1')}`, `Into nothing ${missing('nowhere')}`, 'Into South create']);
    });

    it('C-3 a path that names units outside makes new ones below, and touches no other', async () => {
      const { id, rows } = await tried('path;name\nOrg/North;Gleb\nOther;Dora\n', { options: { pathSeparator: '/' } });
      expect(said(rows)).to.deep.equal(['Org create', 'North create', 'Gleb create', 'Other create', 'Dora create']);
      const before = (await must(call('GET', `/clients?parentId=${ids.North}`))).items.length;
      expect((await step(id, 'commit')).state).to.equal('committed');
      expect((await must(call('GET', `/clients?parentId=${ids.North}`))).items.length).to.equal(before);
      const { items } = (await own('GET', '/cabinet/clients?q=Gleb')).body;
      expect(items[0].path.map(({ name }: { name: string }) => name)).to.deep.equal(['South', 'Org', 'North']);
      expect((await step(id, 'undo')).undoCounts).to.deep.equal({ removed: 5, deleted: 0, restored: 0, kept: 0 });
    });

    it('C-3 an external id of somebody outside moves nobody: taken in the own organisation, free in another', async () => {
      const { rows } = await tried('id;name\nv-1;Vera\nu-1;Unit\na-1;Anna Petrova\n');
      expect(said(rows)).to.deep.equal(['Vera error The external id "v-1" is taken in this organisation.', 'Unit create', 'Anna Petrova update']);
    });

    it('C-3 a foreign unit to import into is one that does not exist', async () => {
      const { id } = await tried('name\nZoya\n');
      for (const parentId of [ids.North, ids.Unit, ids.Org, 999_999]) {
        const answer = await own('POST', `/cabinet/imports/${id}/dry-run`, { options: { parentId } });
        expect([answer.status, answer.body.code], String(parentId)).to.deep.equal([404, 'client.not_found']);
      }
    });

    it('C-6 pushes the steps of an import to the client that uploaded it, and to nobody above', async () => {
      const above = await signedIn(server.get(), ids.Org, 'org');
      const [mine, theirs] = await Promise.all([openSocket(server.get().url, { token }, 'cabinet'), openSocket(server.get().url, { token: above }, 'cabinet')]);
      const { id } = await tried('name\nYana\n');
      await step(id, 'commit');
      await mine.until(({ entity, id: of, action }) => entity === 'import' && of === id && action === 'import.committed');
      await theirs.until(({ entity }) => entity === 'client');
      expect(theirs.events.filter(({ entity }) => entity === 'import')).to.deep.equal([]);
      mine.close();
      theirs.close();
    });
  });

  it('D-5 one act for several tells what it would do to all of them, and does nothing when only asked', async () => {
    await must(call('PUT', `/clients/${ids.South}/settings/greetingSign`, { value: 'South' }));
    const other = (await own('POST', '/cabinet/clients', { name: 'Depot' })).body.id as number;
    const below = (await own('POST', '/cabinet/clients', { name: 'Driver', parentId: other })).body.id as number;
    const asked = await own('POST', '/cabinet/clients/bulk', { ids: [ids.Anna, other], act: 'block', dryRun: true });
    expect(asked.body).to.deep.include({ dryRun: true });
    expect(asked.body.consequences).to.deep.include({ clients: 3 });
    expect(asked.body.consequences.changed).to.deep.include({ blocked: 3 });
    expect((await own('GET', `/cabinet/clients/${below}`)).body.blocked).to.equal(false);
    // One below the other is counted once.
    const nested = await own('POST', '/cabinet/clients/bulk', { ids: [other, below], act: 'delete', dryRun: true });
    expect(nested.body.consequences.clients).to.equal(2);
    const foreign = await own('POST', '/cabinet/clients/bulk', { ids: [other, ids.Vera], act: 'delete', dryRun: true });
    expect(foreign.body.code).to.equal('client.not_found');
  });

  it('C-5 lists as not taken up whoever was invited and has no password yet, and not a login that nobody was invited with', async () => {
    await must(call('PATCH', `/clients/${ids.Boris}`, { apiLogin: 'boris.by.the.service' }));
    const anna = await own('PATCH', `/cabinet/clients/${ids.Anna}`, { email: 'anna@firm.example' });
    expect(anna.status).to.equal(200);
    expect((await own('GET', '/cabinet/clients/not-taken-up')).body.items).to.deep.equal([]);
    expect((await own('GET', `/cabinet/clients/${ids.Boris}`)).body.access).to.equal('none');
    expect((await own('POST', `/cabinet/clients/${ids.Anna}/invite`)).status).to.equal(202);
    expect((await own('GET', '/cabinet/clients/not-taken-up')).body.items.map(({ name, access }: { name: string; access: string }) => [name, access])).to.deep.equal([['Anna', 'invited']]);
  });

  it('C-4 a refusal tells what the client can do itself, and else whom to ask', async () => {
    const remedies = async () => {
      const { verdict } = (await own('POST', '/cabinet/resolve', { clientId: ids.Boris })).body;
      return Object.fromEntries([...verdict.reasons, ...verdict.warnings].map(({ code, remedy }: { code: string; remedy: string }) => [code, remedy]));
    };
    expect((await own('POST', `/cabinet/clients/${ids.Boris}/block`, {})).status).to.equal(200);
    expect((await remedies())['employee.blocked']).to.equal('Unblock "Boris" if it was blocked here; else ask the service.');
    await must(call('PUT', `/clients/${ids.South}/settings/right.employees`, { value: 'forbid' }));
    expect((await remedies())['employee.blocked']).to.equal('Ask your superior unit or the service.');
    await must(call('DELETE', `/clients/${ids.South}/settings/right.employees`));
  });
});
