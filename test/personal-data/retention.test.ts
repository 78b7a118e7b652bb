import { expect } from 'chai';
import { DateTime } from 'luxon';
import type { Clock } from '../../src/lib/clock.js';
import { runRetention } from '../../src/personal-data/retention.js';
import { useServer } from '../support/server.js';

let now = DateTime.fromISO('2030-01-15T12:00:00Z', { zone: 'utc' }) as DateTime<true>;
const clock: Clock = { now: () => now };
/** Sessions end while the months pass. */
let token: string | null = null;
const pass = (duration: Record<string, number>) => {
  now = now.plus(duration);
  token = null;
};

describe('retention of personal data', () => {
  const server = useServer({}, { clock });
  const db = () => server.get().context.db;
  const call = async (method: string, path: string, body?: unknown) => {
    token ??= (await server.get().call('POST', '/sessions', { login: 'admin', password: 'admin-password' }, { token: null })).body.token as string;
    const answer = await server.get().call(method, path, body, { token });
    expect(answer.status, `${method} ${path}: ${JSON.stringify(answer.body)}`).to.be.lessThan(300);
    return answer.body;
  };
  const group = async (retentionMonths: number | null, type = 'individual') => (await call('POST', '/groups', { name: 'Group', type, ...(retentionMonths !== null && { retentionMonths }) })).id as number;
  const person = async (groupId: number, more: Record<string, unknown> = {}) => (await call('POST', '/clients', { name: 'Person', kind: 'person', email: 'a@b.example', groupId, ...more })).id as number;
  const candidates = async () => (await call('POST', '/personal-data/retention', { dryRun: true })).candidates;
  const dueIds = async () => (await candidates()).items.map(({ client }: { client: { id: number } }) => client.id);
  const isErased = async (id: number) => (await call('GET', `/clients/${id}`)).erasedAt !== null;
  const finishedRun = async () => {
    const { run } = await call('POST', '/personal-data/retention', {});
    expect(await runRetention(db())).to.equal(run.id);
    return call('GET', `/personal-data/retention/runs/${run.id}`);
  };
  beforeEach(async () => {
    await db().prisma.clientGroup.updateMany({ data: { retentionMonths: null } });
    await db().prisma.retentionRun.deleteMany();
  });

  it('lists with dryRun who was inactive for longer than the group allows, with the last activity, and erases nobody', async () => {
    const short = await group(3);
    const quiet = await person(short, { name: 'Quiet' });
    const quietSince = now.toISO();
    const other = await person(await group(12));
    const kept = await person(await group(null));
    pass({ months: 3, seconds: -1 });
    expect(await dueIds()).to.deep.equal([]);
    pass({ seconds: 2 });
    const page = await candidates();
    expect(page.items).to.deep.equal([{ client: { id: quiet, name: 'Quiet' }, group: { id: short, name: 'Group' }, retentionMonths: 3, lastActivityAt: quietSince }]);
    expect(page.total).to.equal(1);
    pass({ months: 9 });
    expect(await dueIds()).to.deep.equal([quiet, other]);
    expect(await isErased(quiet)).to.equal(false);
    expect((await call('GET', `/clients/${kept}`)).name).to.equal('Person');
  });

  it('spares organisations, employees, and those about whom or below whom something happened', async () => {
    const short = await group(3);
    const legal = await group(3, 'legal');
    const organisation = (await call('POST', '/clients', { name: 'Ltd', groupId: legal })).id;
    const employee = (await call('POST', '/clients', { name: 'Employee', parentId: organisation })).id;
    const [quiet, changed, told, head, moved, payer] = [await person(short), await person(short), await person(short, { apiLogin: 'told' }), await person(short), await person(short), await person(short)];
    const member = (await call('POST', '/clients', { name: 'Member', parentId: head })).id;
    pass({ months: 2 });
    await call('PATCH', `/clients/${changed}`, { comment: 'called' });
    await call('POST', `/clients/${told}/api-access/send`);
    await call('POST', `/clients/${payer}/operations`, { type: 'receipt', sum: { amount: '1.00', currency: 'RUB' } });
    await call('PATCH', `/clients/${member}`, { comment: 'new phone' });
    await call('PATCH', `/clients/${moved}`, { groupId: await group(null) });
    pass({ months: 2 });
    expect(await dueIds()).to.deep.equal([quiet]);
    expect(await finishedRun()).to.include({ erased: 1, failed: 0 });
    for (const id of [organisation, employee, changed, told, head, member, moved, payer]) expect(await isErased(id)).to.equal(false);
    expect(await isErased(quiet)).to.equal(true);
  });

  it('a run erases them all, says how many, and stays in the list', async () => {
    const short = await group(1);
    const ids: number[] = [];
    for (let index = 0; index < 5; index += 1) ids.push(await person(short));
    pass({ months: 2 });
    const run = await finishedRun();
    expect(run).to.include({ status: 'finished', requestedBy: 'admin', erased: 5, failed: 0, lastError: null });
    expect(await dueIds()).to.deep.equal([]);
    expect((await call('GET', `/clients/${ids[2]}`)).name).to.equal(`Erased person ${ids[2]}`);
    const { items } = await call('GET', `/clients/${ids[2]}/history?limit=1`);
    expect(items[0]).to.include({ action: 'client.personal_data_erased', actorKind: 'system', actorName: 'retention' });
    expect((await call('GET', '/personal-data/retention/runs')).items[0]).to.deep.equal(run);
    pass({ months: 2 });
    expect(await dueIds(), 'erased ones do not come again').to.deep.equal([]);
  });

  it('comes again for what was entered after the erasure', async () => {
    const id = await person(await group(1));
    pass({ months: 2 });
    await finishedRun();
    pass({ seconds: 1 });
    await call('PATCH', `/clients/${id}`, { email: 'back@b.example' });
    pass({ months: 2 });
    expect(await dueIds()).to.deep.equal([id]);
  });

  it('runs once a day by itself, where a group asks for it', async () => {
    expect(await runRetention(db())).to.equal(null);
    const id = await person(await group(1));
    pass({ months: 2 });
    const first = await runRetention(db());
    expect(first).to.be.a('number');
    expect(await isErased(id)).to.equal(true);
    pass({ hours: 23 });
    expect(await runRetention(db())).to.equal(null);
    pass({ hours: 2 });
    expect(await runRetention(db())).to.be.a('number');
    expect((await call('GET', '/personal-data/retention/runs')).items.map((run: { requestedBy: string; erased: number }) => [run.requestedBy, run.erased])).to.deep.equal([['daily run', 0], ['daily run', 1]]);
  });

  it('is one run at a time: asking again gives the open one, and several processes share the work', async () => {
    const short = await group(1);
    for (let index = 0; index < 8; index += 1) await person(short);
    pass({ months: 2 });
    const { run } = await call('POST', '/personal-data/retention', {});
    expect((await call('POST', '/personal-data/retention', {})).run.id).to.equal(run.id);
    const taken = await Promise.all([runRetention(db()), runRetention(db()), runRetention(db())]);
    expect(taken.filter((id) => id === run.id)).to.have.length(1);
    expect(await call('GET', `/personal-data/retention/runs/${run.id}`)).to.include({ status: 'finished', erased: 8 });
  });

  it('takes over a run whose process died, and only that', async () => {
    const id = await person(await group(1));
    pass({ months: 2 });
    const { run } = await call('POST', '/personal-data/retention', {});
    await db().prisma.retentionRun.update({ where: { id: run.id }, data: { status: 'running', aliveAt: now.toJSDate() } });
    expect(await runRetention(db())).to.equal(null);
    pass({ minutes: 6 });
    expect(await runRetention(db())).to.equal(run.id);
    expect(await isErased(id)).to.equal(true);
  });

  it('leaves whoever cannot be erased for the next run, and says so', async () => {
    const short = await group(1);
    const [stuck, other] = [await person(short), await person(short)];
    pass({ months: 2 });
    await db().withConnection(async (client) => {
      await client.query(`create function refuse_one() returns trigger language plpgsql as $$ begin if new.id = ${stuck} and new.erased_at is not null then raise exception 'stuck'; end if; return new; end $$`);
      await client.query('create trigger refuse_one before update on clients for each row execute function refuse_one()');
    });
    expect(await finishedRun()).to.include({ erased: 1, failed: 1, lastError: `Client ${stuck}: It failed unexpectedly.` });
    expect([await isErased(stuck), await isErased(other)]).to.deep.equal([false, true]);
    await db().withConnection((client) => client.query('drop trigger refuse_one on clients'));
    await db().prisma.retentionRun.deleteMany();
    expect(await finishedRun()).to.include({ erased: 1, failed: 0 });
  });

  it('pages the list', async () => {
    const short = await group(1);
    const ids = [await person(short), await person(short), await person(short)];
    pass({ months: 2 });
    const first = (await call('POST', '/personal-data/retention', { dryRun: true, limit: 2 })).candidates;
    const second = (await call('POST', '/personal-data/retention', { dryRun: true, limit: 2, cursor: first.nextCursor })).candidates;
    expect([...first.items, ...second.items].map(({ client }) => client.id)).to.deep.equal(ids);
    expect([first.total, second.total, second.nextCursor]).to.deep.equal([3, undefined, null]);
  });
});
