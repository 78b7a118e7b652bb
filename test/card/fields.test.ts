// Walks the card: every field is written, read back, found in history with old → new, and refused when wrong.
import { expect } from 'chai';
import { ChangeClientInput } from '../../src/contract/clients.js';
import { useServer } from '../support/server.js';

/** field → [a good value, another good one, a wrong one]. Every field of ChangeClientInput has its row. */
const samples: Record<string, [unknown, unknown, unknown]> = {
  name: ['First', 'Second', '  '],
  kind: ['organisation', 'department', 'company'],
  groupId: [2, 3, 99_999],
  usesOwnAccount: [false, true, 'yes'],
  number: ['А-1', null, 5],
  externalId: ['X-1', 'X-2', 7],
  contractFrom: ['2026-01-01', '2026-02-01', '2026-13-01'],
  contractTo: ['2027-01-01', null, 'tomorrow'],
  address: ['Невский, 1', 'Nevsky 2', 3],
  email: ['a@example.org', null, 'a@b@c'],
  useEmail: [true, false, 1],
  useSms: [false, true, 1],
  useCalls: [false, true, null],
  birthDate: ['1990-05-17', null, '17.05.1990'],
  sex: ['male', 'female', 'unknown'],
  comment: ['a\nb', null, {}],
  driverNote: ['Call reception', 'Wheelchair', []],
  language: ['ru', 'en-GB', 'Russian'],
  country: ['RU', 'CH', 'ru'],
  timeZone: ['Europe/Moscow', 'Asia/Omsk', 'Europe/Moskow'],
  tags: [['vip'], ['vip', 'бухгалтерия'], ['vip', 'vip']],
  phones: [
    [{ number: '+7 903 111-22-33', digits: '79031112233', main: true, useForCalls: true, identifiesCaller: true }],
    [],
    [{ number: '+7 903 111-22-33', main: true }, { number: '+7 903 111-22-34', main: true }],
  ],
  mark: ['good', 'inConflict', 'bad'],
  contactPerson: ['Анна Петровна', null, 1],
  responsibleManagerId: [1, null, 99_999],
  registeredAt: ['2020-01-02T03:04:05.000Z', '2021-01-02T03:04:05.000Z', 'yesterday'],
  registeredFrom: ['192.0.2.1', null, 4],
  terminalAccount: ['T-100', null, 'с кириллицей'],
  referralCode: ['FRIEND', null, 'a b'],
  apiLogin: ['magnit', 'magnit-2', 'with space'],
  familyAccount: [{ paymentKinds: ['cashless'], notifyOnCreated: true, notifyOnFinished: false }, null, { paymentKinds: ['cash'] }],
  familyMembers: [[{ name: 'Сын', phone: '+7 900 000-00-00' }], [], [{ phone: '1' }]],
  favouriteAddresses: [[{ name: 'Home', address: 'Lenina 1', latitude: 55.5, longitude: 37.5 }], [], Array.from({ length: 31 }, () => ({ address: 'x' }))],
  favouriteCrews: [[1, 2], [], ['one']],
  unwantedCrews: [[3], [4], [0]],
  papers: [{ act: 'By power of attorney', vatInvoice: 'v', settlementReport: 's' }, null, { other: '' }],
};

// Inputs as the card gives them back.
const asInput = (field: string, value: unknown) =>
  field === 'phones' ? (value as { digits: string }[]).map(({ digits: _, ...phone }) => phone) : value;

describe('the card, field by field', () => {
  const server = useServer();
  let subordinate: number;
  let root: number;
  before(async () => {
    const { call } = server.get();
    await call('POST', '/groups', { name: 'Families', type: 'individual', familyAccountAllowed: true });
    root = (await call('POST', '/clients', { name: 'Root', groupId: 3 })).body.id;
    subordinate = (await call('POST', '/clients', { name: 'Unit', parentId: root, usesOwnAccount: true })).body.id;
  });
  const target = (field: string) => (field === 'groupId' ? root : subordinate);

  it('knows every field that there is', () => {
    const fields = Object.keys(ChangeClientInput.properties).filter((field) => !['version', 'dryRun', 'transferRest'].includes(field));
    expect(Object.keys(samples).sort()).to.deep.equal(fields.sort());
  });

  for (const [field, [first, second, wrong]] of Object.entries(samples)) {
    it(`${field} is stored, given back, in history, and refused when wrong`, async () => {
      const { call } = server.get();
      const id = target(field);
      for (const value of [first, second]) {
        const before = (await call('GET', `/clients/${id}`)).body;
        const { status, body } = await call('PATCH', `/clients/${id}`, { [field]: asInput(field, value) });
        expect(status, JSON.stringify(body)).to.equal(200);
        const after = (await call('GET', `/clients/${id}`)).body;
        expect(field === 'groupId' ? after.ownGroupId : after[field]).to.deep.equal(value);
        const { items } = (await call('GET', `/clients/${id}/history?limit=1`)).body;
        const was = field === 'groupId' ? before.ownGroupId : before[field];
        if (JSON.stringify(was) === JSON.stringify(value)) continue;
        expect(items[0].changes[field]).to.deep.equal([was, value]);
        expect(items[0]).to.include({ channel: 'dispatcher', actorName: 'admin', version: after.version });
        expect(after.version).to.equal(before.version + 1);
      }
      const refused = await call('PATCH', `/clients/${id}`, { [field]: wrong });
      expect(refused.status).to.be.within(400, 499);
      expect(refused.body.errors[0].path).to.match(new RegExp(`^body/${field}`));
    });
  }

  it('D-15 refuses account fields on a client without an own account, and drops them with it', async () => {
    const { call } = server.get();
    const { body: unit } = await call('POST', '/clients', { name: 'U', parentId: root, usesOwnAccount: true, terminalAccount: 'T-7' });
    await call('PUT', `/clients/${unit.id}/settings/prizeEvery`, { value: 10 });
    const { body: off } = await call('PATCH', `/clients/${unit.id}`, { usesOwnAccount: false });
    expect(off).to.include({ terminalAccount: null }).and.have.deep.property('settings', {});
    const { items } = (await call('GET', `/clients/${unit.id}/history?limit=1`)).body;
    expect(items[0].changes).to.include.keys('usesOwnAccount', 'terminalAccount', 'settings.prizeEvery');
    const refused = await call('PATCH', `/clients/${unit.id}`, { terminalAccount: 'T-8' });
    expect(refused.body).to.include({ code: 'setting.needs_own_account' });
  });

  for (const [field, code] of [['apiLogin', 'client.api_login_taken'], ['terminalAccount', 'client.terminal_account_taken'], ['referralCode', 'client.referral_code_taken']] as const) {
    it(`${field} is unique over all clients`, async () => {
      const { call } = server.get();
      await call('POST', '/clients', { name: 'One', [field]: 'same' });
      const refused = await call('POST', '/clients', { name: 'Two', [field]: 'same' });
      expect(refused.status).to.equal(409);
      expect(refused.body).to.include({ code });
      expect(refused.body.errors[0].path).to.equal(`body/${field}`);
    });
  }

  it('a crew is favourite or unwanted, not both', async () => {
    const refused = await server.get().call('PATCH', `/clients/${root}`, { favouriteCrews: [5], unwantedCrews: [5] });
    expect(refused.status).to.equal(422);
  });

  it('a family account needs a group that allows it', async () => {
    const { call } = server.get();
    const refused = await call('POST', '/clients', { name: 'F', familyAccount: { paymentKinds: ['bonus'] } });
    expect(refused.body).to.include({ code: 'client.family_account_not_allowed' });
  });
});
