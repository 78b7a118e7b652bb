import { expect } from 'chai';
import { applyNextDue } from '../../src/schedule/apply.js';
import { testClock } from '../support/clock.js';
import { useServer } from '../support/server.js';
import { openSocket } from '../support/socket.js';

const MINUTE = 60_000;

describe('time in the API', () => {
  const clock = testClock();
  const server = useServer({}, { clock });
  const call = (method: string, path: string, body?: unknown, options?: { token?: string; headers?: Record<string, string> }) => server.get().call(method, path, body, options);
  const client = async (name: string, parentId: number | null = null) => (await call('POST', '/clients', { name, parentId })).body.id as number;
  const tick = () => {
    clock.advance(1_000);
    return encodeURIComponent(clock.in(-500));
  };
  const applyAll = async () => {
    while ((await applyNextDue(server.get().context.db, () => undefined)) !== 'none');
  };

  it('effective, card, why and tree of then; who was removed for good was still there', async () => {
    const root = await client('Root');
    const child = await client('Child', root);
    const { body: tariff } = await call('POST', '/tariffs', { name: 'Old name' });
    await call('PUT', `/clients/${root}/settings/tariff`, { value: tariff.id });
    const at = tick();
    await call('PATCH', `/tariffs/${tariff.id}`, { name: 'New name' });
    await call('PATCH', `/clients/${root}`, { name: 'Renamed' });
    await call('POST', `/clients/${child}/delete`, {});
    await call('DELETE', `/clients/${child}`);
    const effective = (await call('GET', `/clients/${child}/effective?at=${at}`)).body;
    expect(effective.settings.tariff).to.deep.include({ value: { id: tariff.id, name: 'Old name' }, source: { kind: 'ancestor', id: root, name: 'Root' } });
    expect(effective.at).to.equal(decodeURIComponent(at));
    const card = (await call('GET', `/clients/${child}?at=${at}`)).body;
    expect(card).to.deep.include({ id: child, name: 'Child', version: 1, deleted: false, path: [{ id: root, name: 'Root' }] });
    const why = (await call('GET', `/clients/${child}/why/tariff?at=${at}`)).body;
    expect(why.chain[1]).to.deep.include({ id: root, name: 'Root', says: 'value', won: true });
    const roots = (await call('GET', `/tree?at=${at}`)).body.items.filter(({ id }: { id: number }) => id === root);
    expect(roots).to.have.length(1);
    expect(roots[0]).to.include({ name: 'Root', hasChildren: true });
    expect((await call('GET', `/tree?at=${at}&parentId=${root}`)).body.items).to.deep.equal([
      { id: child, parentId: root, name: 'Child', kind: 'employee', number: null, usesOwnAccount: false, blocked: false, deleted: false, hasChildren: false },
    ]);
    const now = await call('GET', `/clients/${child}?at=${tick()}`);
    expect(now.body).to.include({ status: 404, code: 'client.not_found' });
    expect(now.body.detail).to.contain('removed for good');
  });

  it('before it was made there was no client, and it says when it came; the future has no card', async () => {
    const before = tick();
    const id = await client('Newcomer');
    for (const path of [`/clients/${id}?at=${before}`, `/clients/${id}/effective?at=${before}`, `/clients/${id}/why/tariff?at=${before}`, `/tree?parentId=${id}&at=${before}`]) {
      const { body } = await call('GET', path);
      expect(body, path).to.include({ code: 'client.not_found' });
      expect(body.detail).to.contain('created later');
    }
    for (const path of [`/clients/${id}?at=`, '/tree?at=']) {
      const { body } = await call('GET', path + encodeURIComponent(clock.in(MINUTE)));
      expect(body.errors[0]).to.include({ path: 'query/at' });
    }
  });

  for (const wrong of ['yesterday', '2040-01-01', '2040-01-01T12:00:60Z', '2040-02-30T00:00:00Z', '']) {
    it(`names at="${wrong}" as wrong`, async () => {
      const id = await client('Any');
      for (const path of [`/clients/${id}`, `/clients/${id}/effective`, `/clients/${id}/why/tariff`, '/tree', '/scheduled-changes']) {
        const field = path === '/scheduled-changes' ? 'until' : 'at';
        const { body } = await call('GET', `${path}?${field}=${encodeURIComponent(wrong)}`);
        expect(body.errors?.[0], path).to.include({ path: `query/${field}` });
      }
    });
  }

  it('D-9 a tariff from a date: listed, shown ahead, put off, cancelled', async () => {
    const id = await client('Planner');
    const { body: tariff } = await call('POST', '/tariffs', { name: 'Autumn' });
    const at = clock.in(10 * MINUTE);
    const { status, body: made } = await call('POST', `/clients/${id}/scheduled-changes`, { at, change: { kind: 'setting', key: 'tariff', value: tariff.id } });
    expect(status).to.equal(201);
    expect(made).to.deep.include({ clientId: id, clientName: 'Planner', at, version: 1, status: 'pending', change: { kind: 'setting', key: 'tariff', value: tariff.id } });
    const ahead = (await call('GET', `/clients/${id}/effective?at=${encodeURIComponent(at)}`)).body;
    expect(ahead.settings.tariff.value).to.deep.equal({ id: tariff.id, name: 'Autumn' });
    expect(ahead.scheduled).to.deep.equal([{ id: made.id, clientId: id, at, change: made.change, holds: true, refusal: null }]);
    expect((await call('GET', `/clients/${id}/why/tariff?at=${encodeURIComponent(at)}`)).body.chain[0]).to.include({ says: 'value', won: true });
    expect((await call('GET', `/clients/${id}/effective`)).body.settings.tariff.value).to.equal(null);
    const later = clock.in(20 * MINUTE);
    const moved = await call('PATCH', `/scheduled-changes/${made.id}`, { at: later }, { headers: { 'If-Match': '1' } });
    expect(moved.body).to.include({ at: later, version: 2 });
    const stale = await call('PATCH', `/scheduled-changes/${made.id}`, { at: clock.in(30 * MINUTE), version: 1 });
    expect(stale.body).to.include({ code: 'conflict.version' });
    expect((await call('GET', `/clients/${id}/effective?at=${encodeURIComponent(at)}`)).body.settings.tariff.value).to.equal(null);
    expect((await call('DELETE', `/scheduled-changes/${made.id}`)).body).to.include({ status: 'cancelled' });
    expect((await call('DELETE', `/scheduled-changes/${made.id}`)).body).to.include({ code: 'schedule.settled' });
    expect((await call('GET', `/clients/${id}/scheduled-changes?status=cancelled`)).body.items.map(({ id: found }: { id: number }) => found)).to.deep.equal([made.id]);
    const actions = (await call('GET', `/clients/${id}/history`)).body.items.map(({ action }: { action: string }) => action);
    expect(actions).to.deep.equal(['client.scheduled_change_cancelled', 'client.change_rescheduled', 'client.change_scheduled', 'client.created']);
    expect((await call('GET', `/clients/${id}`)).body.version, 'only told of, not changed').to.equal(1);
  });

  it('lists by date in pages', async () => {
    const id = await client('Busy');
    for (const minutes of [5, 1, 3, 3, 2]) await call('POST', `/clients/${id}/scheduled-changes`, { at: clock.in(minutes * MINUTE), change: { kind: 'block', reason: String(minutes) } });
    const reasons: string[] = [];
    let cursor = '';
    do {
      const { body } = await call('GET', `/clients/${id}/scheduled-changes?limit=2${cursor}`);
      reasons.push(...body.items.map(({ change }: { change: { reason: string } }) => change.reason));
      cursor = body.nextCursor ? `&cursor=${body.nextCursor}` : '';
    } while (cursor);
    expect(reasons).to.deep.equal(['1', '2', '3', '3', '5']);
    const soon = (await call('GET', `/scheduled-changes?status=pending&until=${encodeURIComponent(clock.in(2 * MINUTE))}`)).body.items;
    expect(soon.filter(({ clientId }: { clientId: number }) => clientId === id)).to.have.length(2);
  });

  const wrongChanges: [string, unknown, string][] = [
    ['a member is missing', { kind: 'setting', key: 'tariff' }, 'body/change/value'],
    ['a member belongs to another kind', { kind: 'delete', key: 'tariff' }, 'body/change/key'],
    ['a value is wrong', { kind: 'setting', key: 'prizeEvery', value: 'often' }, 'body/change/value'],
    ['a superior does not exist', { kind: 'move', parentId: 2_000_000_000 }, 'body/change/parentId'],
    ['a field is wrong', { kind: 'fields', fields: { contractFrom: '2041-01-02', contractTo: '2041-01-01' } }, 'body/change/fields/contractTo'],
    ['there are no fields', { kind: 'fields', fields: {} }, 'body/change/fields'],
    ['a root is to lose its account', { kind: 'fields', fields: { usesOwnAccount: false } }, 'body/change/fields/usesOwnAccount'],
  ];
  for (const [why, change, path] of wrongChanges) {
    it(`names the field where ${why}`, async () => {
      const { status, body } = await call('POST', `/clients/${await client('Wrong')}/scheduled-changes`, { at: clock.in(MINUTE), change });
      expect(status).to.be.within(400, 499);
      expect(body.errors.map((error: { path: string }) => error.path)).to.include(path);
    });
  }

  it('refuses a date that is not ahead', async () => {
    const { body } = await call('POST', `/clients/${await client('Late')}/scheduled-changes`, { at: clock.in(0), change: { kind: 'delete' } });
    expect(body.errors[0]).to.include({ path: 'body/at' });
  });

  it('demands the right of the change itself, to make it and to cancel it', async () => {
    const id = await client('Guarded');
    const mayBlock = await server.get().operatorWith(['client.view', 'client.block']);
    const make = (change: unknown, token?: string) => call('POST', `/clients/${id}/scheduled-changes`, { at: clock.in(MINUTE), change }, token ? { token } : {});
    expect((await make({ kind: 'block' }, mayBlock)).status).to.equal(201);
    for (const [change, right] of [[{ kind: 'delete' }, 'client.delete'], [{ kind: 'move', parentId: null }, 'client.move'], [{ kind: 'group', groupId: 2 }, 'client.change']] as const) {
      expect((await make(change, mayBlock)).body).to.include({ code: 'auth.forbidden', right });
      const { body } = await make(change);
      expect((await call('DELETE', `/scheduled-changes/${body.id}`, undefined, { token: mayBlock })).body).to.include({ code: 'auth.forbidden', right });
      expect((await call('PATCH', `/scheduled-changes/${body.id}`, { at: clock.in(2 * MINUTE) }, { token: mayBlock })).body).to.include({ code: 'auth.forbidden', right });
    }
  });

  it('hidden attributes stay hidden in all of it', async () => {
    const id = await client('Secretive');
    const { body: attribute } = await call('POST', '/attributes', { name: 'Secret', type: 'string', hidden: true });
    const key = `attribute.${attribute.id}`;
    await call('PUT', `/clients/${id}/settings/${key}`, { value: 'then' });
    const past = tick();
    await call('PUT', `/clients/${id}/settings/${key}`, { value: 'now' });
    const { body: made } = await call('POST', `/clients/${id}/scheduled-changes`, { at: clock.in(MINUTE), change: { kind: 'setting', key, value: 'soon' } });
    const blind = await server.get().operatorWith(['client.view', 'client.change', 'history.see']);
    const paths = [`/clients/${id}?at=${past}`, `/clients/${id}/effective?at=${past}`, `/clients/${id}/effective?at=${encodeURIComponent(clock.in(2 * MINUTE))}`, `/clients/${id}/scheduled-changes`, '/scheduled-changes', `/clients/${id}/history`, '/history'];
    for (const path of paths) {
      expect(JSON.stringify((await call('GET', path)).body), path).to.contain(key);
      expect(JSON.stringify((await call('GET', path, undefined, { token: blind })).body), path).not.to.contain(key);
    }
    expect((await call('GET', `/clients/${id}/why/${key}?at=${past}`, undefined, { token: blind })).body).to.include({ code: 'setting.unknown' });
    expect((await call('GET', `/scheduled-changes/${made.id}`, undefined, { token: blind })).body).to.include({ code: 'schedule.not_found' });
    expect((await call('DELETE', `/scheduled-changes/${made.id}`, undefined, { token: blind })).body).to.include({ code: 'schedule.not_found' });
    const make = await call('POST', `/clients/${id}/scheduled-changes`, { at: clock.in(MINUTE), change: { kind: 'inherit', key } }, { token: blind });
    expect(make.body).to.include({ code: 'setting.unknown' });
    const { items } = (await call('GET', `/clients/${id}/history`)).body;
    const row = items.find(({ action }: { action: string }) => action === 'client.setting_changed').id;
    expect((await call('POST', `/history/${row}/undo`, {}, { token: blind })).body).to.include({ code: 'setting.unknown' });
    expect((await call('POST', `/history/${row}/undo`, {})).status).to.equal(200);
  });

  it('pushes what became of it', async () => {
    const socket = await openSocket(server.get().url, { token: server.get().token });
    const [target, id] = [await client('Target'), await client('Mover')];
    const { body: made } = await call('POST', `/clients/${id}/scheduled-changes`, { at: clock.in(MINUTE), change: { kind: 'move', parentId: target } });
    await call('POST', `/clients/${target}/delete`, {});
    clock.advance(MINUTE);
    await applyAll();
    const event = await socket.until(({ entity, action }) => entity === 'scheduledChange' && action === 'scheduledChange.failed');
    expect(event).to.include({ id: made.id, version: 2 });
    expect((await call('GET', `/scheduled-changes/${made.id}`)).body.reason).to.equal('It is deleted. Restore it first.');
    socket.close();
  });

  it('undo: preview, then the same; needs the right of the change back', async () => {
    const root = await client('Undone');
    const child = await client('Below', root);
    await call('PUT', `/clients/${root}/settings/exchange`, { value: true });
    const [row] = (await call('GET', `/clients/${root}/history`)).body.items;
    const before = (await call('GET', `/clients/${root}`)).body;
    const dryRun = (await call('POST', `/history/${row.id}/undo`, { dryRun: true })).body;
    expect(dryRun).to.deep.include({ dryRun: true, historyId: null, changes: { 'settings.exchange': [{ value: true }, null] } });
    expect(dryRun.consequences).to.deep.include({ clients: 2, changed: { exchange: 2 } });
    expect((await call('GET', `/clients/${root}`)).body).to.deep.equal(before);
    const weak = await server.get().operatorWith(['client.view', 'history.see']);
    expect((await call('POST', `/history/${row.id}/undo`, {}, { token: weak })).body).to.include({ code: 'auth.forbidden', right: 'client.change' });
    const result = await call('POST', `/history/${row.id}/undo`, {});
    expect(result.body).to.deep.include({ undone: row.id, entity: 'client', entityId: root, version: 3 });
    expect((await call('GET', `/clients/${child}/effective`)).body.settings.exchange.value).to.equal(false);
    expect((await call('GET', `/clients/${root}/history`)).body.items[0]).to.include({ id: result.body.historyId, undoes: row.id });
    const again = (await call('POST', `/history/${row.id}/undo`, {})).body;
    expect(again).to.include({ code: 'history.newer_change', field: 'settings.exchange' });
    expect(again.newer).to.include({ id: result.body.historyId });
  });

  it('going back to inherited can be previewed', async () => {
    const id = await client('Own');
    await call('PUT', `/clients/${id}/settings/exchange`, { value: true });
    const { body } = await call('DELETE', `/clients/${id}/settings/exchange?dryRun=true`);
    expect(body).to.deep.include({ dryRun: true });
    expect(body.consequences.changed).to.deep.equal({ exchange: 1 });
    expect((await call('GET', `/clients/${id}`)).body.settings).to.deep.equal({ exchange: true });
  });
});
