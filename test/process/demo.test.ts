import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { loadDemo } from '../../src/demo/demo.js';
import { effectiveNotes } from '../../src/notes/notes.js';
import { effectiveSettings } from '../../src/resolution/resolution.js';
import { verifyDatabase } from '../../src/verify/verify.js';
import { buildClient } from '../support/build.js';
import { createDatabase, useDatabase } from '../support/database.js';
import { useSandbox } from '../support/process.js';

describe('the demo directory', function demo() {
  this.timeout(180_000);
  const test = useDatabase();
  const idOf = async (name: string) => (await test.db.prisma.client.findFirstOrThrow({ where: { name }, select: { id: true } })).id;
  interface Answered { value: unknown; source: { kind: string; name?: string } }
  const effective = async (name: string) => (await effectiveSettings(test.db, [await idOf(name)], true))[0]?.settings as Record<string, Answered>;
  const named = (setting: Answered | undefined) => (setting?.value as { name: string }).name;

  let loaded: number[];

  before(async () => {
    loaded = await Promise.all([loadDemo(test.db), loadDemo(test.db)]);
  });

  it('is loaded once by two that start at the same moment', async () => {
    expect(loaded.sort((a, b) => a - b)).to.deep.equal([0, await test.db.prisma.client.count()]);
  });

  it('has crews of which one sees notes, and notes for drivers and dispatchers that stack', async () => {
    expect(await test.db.prisma.crew.count()).to.equal(4);
    const ofShop = await effectiveNotes(test.db, await idOf('Магазин № 1 на Лесной'), new Date(), null);
    expect(ofShop.map(({ audience }) => audience)).to.deep.equal(['both', 'dispatcher', 'driver']);
  });

  it('has four organisations of which one is a real administration, two passengers, and about 150 employees with phones', async () => {
    const { client, clientPhone } = test.db.prisma;
    expect(await client.count({ where: { parentId: null } })).to.equal(6);
    expect(await client.count({ where: { kind: 'employee' } })).to.be.within(140, 160);
    expect(await clientPhone.count({ where: { identifiesCaller: true } })).to.be.within(140, 170);
    const administration = await client.findFirstOrThrow({ where: { name: { startsWith: 'Администрации Предгорного' } } });
    const units = await test.db.withConnection((connection) => connection.query('select 1 from client_subtree($1, true)', [administration.id]));
    expect(units.rowCount).to.equal(126);
  });

  it('has a history of which every field has a name on the screen', async () => {
    const { field, fieldOf } = JSON.parse(readFileSync('src/dispatcher-app/texts/en/history.json', 'utf8')) as { field: object; fieldOf: Record<string, object> };
    const { rows } = await test.db.withConnection((connection) => connection.query<{ entity: string; name: string }>('select distinct entity, jsonb_object_keys(changes) as name from history'));
    expect(rows.length).to.be.above(50);
    const nameless = rows.filter(({ entity, name }) => !name.startsWith('settings.') && !(name.replace(/^balance\..*/, 'balance').replaceAll('.', '_') in { ...field, ...fieldOf[entity] }));
    expect(nameless).to.deep.equal([]);
  });

  it('shows every kind of attribute, one of them hidden', async () => {
    const attributes = await test.db.prisma.attribute.findMany();
    expect(new Set(attributes.map(({ type }) => type))).to.deep.equal(new Set(['flag', 'number', 'string', 'choice', 'numberChoice', 'date', 'dateTime']));
    expect(attributes.filter(({ hidden }) => hidden)).to.have.lengthOf(1);
  });

  it('inherits over several levels, from ancestors and from the group', async () => {
    const delivery = await effective('Отдел доставки');
    expect([named(delivery.tariff), delivery.tariff?.source.kind]).to.deep.equal(['Курьер', 'own']);
    const accounts = await effective('Бухгалтерия');
    expect([named(accounts.tariff), accounts.tariff?.source.name]).to.deep.equal(['Комфорт', 'Центральный офис']);
    expect([named(accounts.discount), accounts.discount?.source.kind]).to.deep.equal(['Корпоративная 5 %', 'group']);
    const shop = await effective('Магазин № 1 на Лесной');
    expect((shop.crewGroups as { value: { name: string }[] }).value.map(({ name }) => name)).to.have.members(['Эконом-класс', 'Минивэны']);
  });

  it('has an own account in the middle of a tree, which pays for those below it', async () => {
    expect((await effective('Магазин № 21 у завода')).payer?.value).to.include({ name: 'Регион «Урал»' });
    expect((await effective('Магазин № 2 на Заречной')).payer?.value).to.include({ name: 'ООО «Торговая сеть „Северный амбар“»' });
  });

  it('has a block with a reason, a deleted unit, a forbidden right and a contract that ran out', async () => {
    expect((await effective('Отделение 0201')).blocked).to.deep.include({ value: true, reason: 'Просрочена оплата за октябрь, письмо отправлено' });
    expect((await effective('Магазин № 13 (закрыт)')).deleted?.value).to.equal(true);
    expect([(await effective('Дирекция'))['right.currentOrders']?.value, (await effective('Бухгалтерия'))['right.currentOrders']?.value]).to.deep.equal([false, true]);
    expect(await test.db.prisma.client.count({ where: { contractTo: { lt: new Date('2025-01-01') } } })).to.equal(1);
  });

  it('has rides of the last months, some in every state and some for later, money, budgets in use, schedules and reviews, and tells nobody', async () => {
    const count = async (query: string) => (await test.db.withConnection((connection) => connection.query<{ n: number }>(`select count(*)::integer as n from ${query}`))).rows[0]?.n ?? 0;
    for (const state of ['new', 'driverAssigned', 'carAtPlace', 'clientInside', 'aborted']) expect(await count(`orders where state = '${state}'`), state).to.be.above(1);
    expect(await count("orders where state = 'finished'")).to.be.above(80);
    expect(await count('orders where preliminary and ended_at is null and at > now()')).to.be.above(3);
    expect(await count("orders where ended_at < now() - interval '2 months'")).to.be.above(20);
    expect(await count("entries where kind = 'charge'")).to.be.above(50);
    expect(await count('budget_usage where spent_minor > 0')).to.be.above(2);
    expect(await count("daily_orders where state = 'active'")).to.equal(3);
    expect(await count('order_feedback')).to.be.above(5);
    expect(await count('messages') + await count('order_events')).to.equal(0);
  });

  it('breaks no invariant', async () => {
    const broken = (await verifyDatabase(test.db)).filter(({ breaches }) => breaches > 0);
    expect(broken.map(({ check, first }) => [check.title, first])).to.deep.equal([]);
  });

  it('is not loaded again, nor into a database that has clients of its own', async () => {
    expect(await loadDemo(test.db)).to.equal(0);
    const other = await createDatabase();
    await buildClient(other.db);
    expect(await loadDemo(other.db)).to.equal(0);
    await other.drop();
  });
});

describe('the program in demo mode', function demoMode() {
  this.timeout(180_000);
  const sandbox = useSandbox();
  const environment = { DEMO: '1', ADMIN_LOGIN: '', ADMIN_PASSWORD: '' };

  it('loads the demo directory on the first start only, and says who can sign in', async () => {
    const dataDir = sandbox.dataDir();
    const first = await sandbox.start({ ...environment, DATA_DIR: dataDir });
    expect(first.output()).to.match(/Demo directory loaded: \d+ clients/).and.to.include('Sign in: admin / admin (demo mode)');
    await first.signIn('admin', 'admin');
    expect((await first.call('GET', '/clients')).body).to.include({ total: 6 });
    // Killed, so that the next one meets what a crash leaves.
    await first.end('SIGKILL');
    const second = await sandbox.start({ ...environment, DATA_DIR: dataDir });
    expect(second.output()).not.to.include('Demo directory loaded');
    await second.signIn('admin', 'admin');
    expect((await second.call('GET', '/clients')).body).to.include({ total: 6 });
    await second.end('SIGTERM');
  });
});
