// Walks the catalogue of settings: every key is written, read back, in history with old → new, inherited below with
// its source, refused when wrong, and given back.
import { expect } from 'chai';
import sharp from 'sharp';
import { settingsCatalogue } from '../../src/contract/settings.js';
import { useServer } from '../support/server.js';

const rub = (amount: string) => ({ amount, currency: 'RUB' });

describe('the catalogue of settings, key by key', () => {
  const server = useServer();
  /** key → [a good value, another good one, a wrong one, what is effective below after the first, after the second] */
  const samples: Record<string, [unknown, unknown, unknown, unknown, unknown]> = {};
  let root: number;
  let unit: number;

  before(async () => {
    const { call, url, token } = server.get();
    const make = async (path: string, body: object) => (await call('POST', path, body)).body as { id: number; name: string };
    const two = async (path: string) => {
      const [one, other] = [await make(path, { name: `One of ${path}` }), await make(path, { name: `Other of ${path}` })];
      return [one.id, other.id, 99_999, { id: one.id, name: one.name }, { id: other.id, name: other.name }] as [unknown, unknown, unknown, unknown, unknown];
    };
    const same = (one: unknown, other: unknown, wrong: unknown): [unknown, unknown, unknown, unknown, unknown] => [one, other, wrong, one, other];
    const right: [unknown, unknown, unknown, unknown, unknown] = ['allow', 'forbid', 'maybe', true, false];
    const picture = async (background: string) => {
      const form = new FormData();
      form.append('file', new Blob([new Uint8Array(await sharp({ create: { width: 8, height: 8, channels: 3, background } }).png().toBuffer())]), `${background}.png`);
      return (await (await fetch(`${url}/api/v1/images`, { method: 'POST', body: form, headers: { authorization: `Bearer ${token}` } })).json()) as { id: number; name: string };
    };
    const [red, blue] = [await picture('red'), await picture('blue')];
    const crews = await two('/crew-groups');
    const tariffs = await two('/tariffs');
    const discounts = await two('/discounts');
    Object.assign(samples, {
      tariff: tariffs, prizeTariff: tariffs, tariffShift: await two('/tariff-shifts'), discount: discounts, prizeDiscount: discounts,
      settlementRule: await two('/settlement-rules'), dynamicPriorityRule: await two('/dynamic-priority-rules'),
      prizeEvery: same(10, 5, 0), balanceFloor: same(rub('-100.00'), rub('5.00'), { amount: '1', currency: 'roubles' }),
      minBalanceForCashless: same(rub('1.00'), rub('2.00'), 3), minBonusBalance: same(rub('1.00'), rub('2.00'), '3'),
      whenFundsShort: same('warn', 'credit', 'ask'), cashForbidden: same(true, false, 'no'), exchange: same(true, false, 1), mobileApp: same(false, true, 'yes'),
      expiredContract: same('refuse', 'allow', 'perhaps'),
      notifications: same({ orderCreated: ['sms'] }, { orderFinished: ['email', 'push'] }, { orderEaten: ['sms'] }),
      logo: [red.id, blue.id, 99_999, { id: red.id, name: red.name }, { id: blue.id, name: blue.name }],
      bankDetails: same({ inn: '7707083893', bankName: 'A' }, { bik: '044525225' }, { inn: '1' }), greetingSign: same('Иванов', 'Ms Smith', 5),
      specialMachinery: same({ allowed: true, workTypes: ['crane'] }, { allowed: false }, { allowed: 'yes' }),
      crewGroups: [[crews[0]], [crews[1]], [99_999], [crews[3]], [crews[4]]],
      defaultCrewGroup: [crews[1], crews[1], 99_999, crews[4], crews[4]],
      cardTopUp: right, 'right.employees': right, 'right.transfer': right, 'right.currentOrders': right, 'right.finishedOrders': right, 'right.dailyOrders': right, 'right.driverReviews': right,
    });
    root = (await make('/clients', { name: 'Root' })).id;
    unit = (await make('/clients', { name: 'Unit', ...{ parentId: root, usesOwnAccount: true } })).id;
  });

  it('has a sample for every key', () => {
    expect(Object.keys(samples).sort()).to.deep.equal(settingsCatalogue.map(({ key }) => key).sort());
  });

  for (const { key } of settingsCatalogue) {
    it(`${key} is set, inherited, in history, refused when wrong, and given back`, async () => {
      const { call } = server.get();
      const [one, other, wrong, effectiveOne, effectiveOther] = samples[key] as [unknown, unknown, unknown, unknown, unknown];
      const fallback = (await call('GET', `/clients/${unit}/effective`)).body.settings[key];
      let before: unknown = null;
      for (const [value, effective] of [[one, effectiveOne], [other, effectiveOther]]) {
        const answer = await call('PUT', `/clients/${root}/settings/${key}`, { value });
        expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
        expect(answer.body.settings[key]).to.deep.equal(value);
        const [entry] = (await call('GET', `/clients/${root}/history?limit=1`)).body.items;
        if (JSON.stringify(before) !== JSON.stringify({ value })) expect(entry.changes[`settings.${key}`]).to.deep.equal([before, { value }]);
        expect((await call('GET', `/clients/${unit}/effective`)).body.settings[key]).to.deep.include({ value: effective, source: { kind: 'ancestor', id: root, name: 'Root' } });
        before = { value };
      }
      const refused = await call('PUT', `/clients/${root}/settings/${key}`, { value: wrong });
      expect(refused.status).to.be.within(400, 499);
      expect(refused.body.errors[0].path).to.match(/^body\/value/);
      await call('DELETE', `/clients/${root}/settings/${key}`);
      expect((await call('GET', `/clients/${unit}/effective`)).body.settings[key]).to.deep.equal(fallback);
      const [entry] = (await call('GET', `/clients/${root}/history?limit=1`)).body.items;
      expect(entry.changes[`settings.${key}`]).to.deep.equal([before, null]);
    });
  }
});
