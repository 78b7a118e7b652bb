import { parse } from 'csv-parse/sync';
import { expect } from 'chai';
import { DateTime } from 'luxon';
import { ordering, rub } from '../orders/support.js';
import { useServer } from '../support/server.js';

const today = DateTime.now().setZone('Europe/Moscow');
const thisMonth = `from=${today.startOf('month').toISODate()}&to=${today.endOf('month').toISODate()}`;

describe('reports (S-10)', () => {
  const server = useServer();
  const { call, must, tree, order, state, set, fill } = ordering(server);
  let ids: Record<string, number>;
  const report = async (path: string) => {
    const { status, body } = await call('GET', `/reports/${path}`);
    expect(status, JSON.stringify(body)).to.equal(200);
    return body;
  };
  const ride = async (clientId: number | undefined, fixedSum: string) => {
    const { id } = await must(order({ clientId, sum: rub(fixedSum), pay: { useCashless: true } }));
    for (const next of ['driverAssigned', 'carAtPlace', 'clientInside', 'finished']) await must(state(id, next));
    return id as number;
  };

  before(async () => {
    ids = await tree('Org(South(Anna),North(Boris)),Other(Clara)');
    for (const name of ['Org', 'Other']) await fill(ids[name], '10000.00');
    await ride(ids.Anna, '300.00');
    await ride(ids.Anna, '200.00');
    await ride(ids.Boris, '700.00');
    await ride(ids.Clara, '50.00');
  });

  describe('of turnover', () => {
    it('has every step of the period, and the sum of the steps is the total', async () => {
      const body = await report(`turnover?${thisMonth}&step=day`);
      expect(body.rows).to.have.length(today.daysInMonth as number);
      expect(body.total).to.include({ orders: 4, total: '1250.00', cashless: '1250.00' });
      expect(body.rows.reduce((sum: number, row: { orders: number }) => sum + row.orders, 0)).to.equal(4);
      expect((await report(`turnover?${thisMonth}&unitId=${ids.South}`)).total).to.include({ orders: 2, total: '500.00' });
    });

    it('counts by payer, customer and unit, greatest first, by money or by trips', async () => {
      const names = (body: { rows: { client: { name: string }; total: string }[] }) => body.rows.map(({ client, total }) => [client.name, total]);
      expect(names(await report(`ranking?${thisMonth}`))).to.deep.equal([['Org', '1200.00'], ['Other', '50.00']]);
      expect(names(await report(`ranking?${thisMonth}&by=customer`))).to.deep.equal([['Boris', '700.00'], ['Anna', '500.00'], ['Clara', '50.00']]);
      expect(names(await report(`ranking?${thisMonth}&by=customer&sort=trips&limit=1`))).to.deep.equal([['Anna', '500.00']]);
      expect((await report(`ranking?${thisMonth}&by=customer&limit=1`)).total).to.include({ orders: 4, total: '1250.00' });
      expect(names(await report(`ranking?${thisMonth}&by=unit`))).to.deep.equal([['Org', '1200.00'], ['Other', '50.00']]);
      expect(names(await report(`ranking?${thisMonth}&by=unit&unitId=${ids.Org}`))).to.deep.equal([['North', '700.00'], ['South', '500.00']]);
    });

    it('O-10 by the tree of then or of now: a unit that moves takes its people along, and leaves its rides behind', async () => {
      await must(call('POST', `/clients/${ids.Anna}/move`, { parentId: ids.North }));
      const south = async (when: string) => (await report(`ranking?${thisMonth}&by=unit&unitId=${ids.Org}&tree=${when}`)).rows.map(({ client, total }: { client: { name: string }; total: string }) => `${client.name} ${total}`);
      expect(await south('then')).to.deep.equal(['North 700.00', 'South 500.00']);
      expect(await south('now')).to.deep.equal(['North 1200.00']);
      expect((await report(`turnover?${thisMonth}&unitId=${ids.South}&tree=then`)).total.total).to.equal('500.00');
      expect((await report(`turnover?${thisMonth}&unitId=${ids.South}&tree=now`)).total.total).to.equal('0.00');
      await must(call('PATCH', `/clients/${ids.North}`, { usesOwnAccount: true }));
      const payers = async (when: string) => (await report(`ranking?${thisMonth}&by=payer&tree=${when}&unitId=${ids.Org}`)).rows.map(({ client }: { client: { name: string } }) => client.name);
      expect(await payers('then')).to.deep.equal(['Org']);
      expect(await payers('now')).to.deep.equal(['North']);
    });

    it('tells orders by what became of them', async () => {
      const { id } = await must(order({ clientId: ids.Clara, sum: rub('10.00') }));
      await must(state(id, 'aborted'));
      await must(order({ clientId: ids.Clara, sum: rub('10.00') }));
      const body = await report(`order-states?${thisMonth}&unitId=${ids.Other}`);
      expect(body.total).to.deep.equal({ open: 1, finished: 1, aborted: 1 });
      expect(body.rows).to.have.length(1);
    });

    it('refuses a period that ends before it begins, too many steps, and a unit that is not there', async () => {
      for (const [query, path] of [['from=2026-02-02&to=2026-02-01', 'query/to'], ['from=2020-01-01&to=2026-01-01&step=day', 'query/step']]) {
        const { status, body } = await call('GET', `/reports/turnover?${query}`);
        expect([status, body.errors[0].path]).to.deep.equal([422, path]);
      }
      expect((await call('GET', `/reports/debts?unitId=${2 ** 30}`)).body.code).to.equal('client.not_found');
    });
  });

  describe('of debts', () => {
    const book = (id: number | undefined, amount: string, at: string, type = 'expense') => must(call('POST', `/clients/${id}/operations`, { type, sum: rub(amount), at, ...(type === 'expense' && { pastFloorReason: 'a test of debts' }) }));
    const debtors = (body: { rows: { client: { name: string } }[] }) => body.rows.map(({ client }) => client.name);
    const ago = (days: number) => DateTime.utc().minus({ days }).toISO() as string;

    it('has who is below zero, the longest first, since the last time that it went below', async () => {
      const debt = await tree('Late,Recent,Paid');
      await book(debt.Late, '100.00', ago(200));
      await book(debt.Late, '500.00', ago(150), 'receipt');
      await book(debt.Late, '450.00', ago(100));
      await book(debt.Late, '1.00', ago(50));
      await book(debt.Recent, '900.00', ago(3));
      await book(debt.Paid, '5.00', ago(300));
      await book(debt.Paid, '5.00', ago(299), 'receipt');
      const body = await report('debts');
      expect(debtors(body)).to.deep.equal(['Late', 'Recent']);
      expect(body.rows[0].since.slice(0, 10)).to.equal(ago(100).slice(0, 10));
      expect(body).to.include({ clients: 2, sum: '951.00' });
      expect(body.ages).to.deep.equal([{ age: 'week', clients: 1, sum: '900.00' }, { age: 'older', clients: 1, sum: '51.00' }]);
      expect((await report('debts?limit=1')).sum).to.equal('951.00');
      expect((await report(`debts?unitId=${debt.Recent}`)).clients).to.equal(1);
      await must(call('POST', `/clients/${debt.Late}/delete`, {}));
      expect((await report('debts')).rows[0]).to.include({ deleted: true });
    });

    it('has who is below the own, inherited or group floor, also above zero; explicitly none is no floor', async () => {
      const below = await tree('Prepaid(Unit),Credit,Free');
      await must(call('PATCH', `/clients/${below.Unit}`, { usesOwnAccount: true }));
      await set(below.Prepaid, 'balanceFloor', rub('1000.00'));
      await fill(below.Unit, '600.00');
      await fill(below.Prepaid, '1000.00');
      await set(below.Credit, 'balanceFloor', rub('-500.00'));
      await book(below.Credit, '400.00', ago(1));
      await set(below.Free, 'balanceFloor', null);
      await book(below.Free, '4000.00', ago(1));
      const body = await report('debts?scope=belowFloor');
      expect(debtors(body)).to.include('Unit').and.not.include.members(['Prepaid', 'Credit', 'Free']);
      expect(body.rows.find(({ client }: { client: { name: string } }) => client.name === 'Unit')).to.include({ balance: '600.00', floor: '1000.00', since: null });
      expect(debtors(await report('debts'))).to.include.members(['Credit', 'Free']);
    });
  });

  it('of contracts has those that run out soon, the soonest first, ended ones on demand, deleted ones never', async () => {
    const made = await tree('Soon,Later,Over,Gone');
    const day = (days: number) => today.plus({ days }).toISODate();
    for (const [name, days] of [['Soon', 10], ['Later', 80], ['Over', -5], ['Gone', 10]] as const) await must(call('PATCH', `/clients/${made[name]}`, { contractTo: day(days) }));
    await must(call('POST', `/clients/${made.Gone}/delete`, {}));
    const names = async (query: string) => (await report(`contracts?${query}`)).rows.map(({ client, daysLeft }: { client: { name: string }; daysLeft: number }) => `${client.name} ${daysLeft}`);
    expect(await names('')).to.deep.equal(['Soon 10']);
    expect(await names('days=90&expired=true')).to.deep.equal(['Over -5', 'Soon 10', 'Later 80']);
    const body = await report('contracts?days=90&expired=true');
    expect(body).to.include({ clients: 3, expired: 1 });
    expect(body.weeks.reduce((sum: number, week: { clients: number }) => sum + week.clients, 0)).to.equal(2);
  });

  describe('as files', () => {
    it('carry no formulas, and sums below zero stay numbers', async () => {
      const { Evil } = await tree('Evil');
      await must(call('PATCH', `/clients/${Evil}`, { name: '=HYPERLINK("http://evil")' }));
      await must(call('POST', `/clients/${Evil}/operations`, { type: 'expense', sum: rub('12.50'), pastFloorReason: 'a test of files' }));
      const csv = parse((await call('GET', '/reports/debts.csv?language=ru')).body as string, { bom: true }) as string[][];
      expect(csv[0]?.[1]).to.equal('Клиент');
      const row = csv.find((cells) => cells[0] === String(Evil));
      expect(row?.[1]).to.equal('\'=HYPERLINK("http://evil")');
      expect(row?.[3]).to.equal('-12.50');
      for (const name of ['turnover', 'ranking', 'contracts', 'order-states']) {
        const query = name === 'contracts' ? '' : `?${thisMonth}`;
        for (const format of ['csv', 'xlsx']) expect((await call('GET', `/reports/${name}.${format}${query}`)).status, `${name}.${format}`).to.equal(200);
      }
    });
  });
});
