// Clients through CommonAPI by the tables of commonapi.md §5: every member with its JSON type, every code, every quirk.
import { expect } from 'chai';
import sharp from 'sharp';
import { type TestCommonApi, useCommonApi, type WireAnswer } from '../support/common-api.js';
import { digestOf } from '../support/digest.js';

const PASSWORD = 'Очень-длинный-пароль';

/** Members of get_client_info: [name, JSON type, also of employees]. */
const MEMBERS: [string, 'int' | 'number' | 'string' | 'boolean' | 'array', boolean][] = [
  ['client_id', 'int', true], ['parent_id', 'int', true], ['name', 'string', true], ['number', 'string', true], ['address', 'string', true], ['gender', 'string', true], ['birthday', 'string', true],
  ['phones', 'array', true], ['balance', 'number', true], ['bonus_balance', 'int', true], ['login', 'string', true], ['password', 'string', true], ['client_group_id', 'int', true],
  ['tariff_id', 'int', true], ['prize_tariff_id', 'int', true], ['tariff_shift_id', 'int', true], ['discount_id', 'int', true], ['prize_discount_id', 'int', true], ['min_balance', 'number', true],
  ['min_balance_for_use_cashless', 'number', true], ['min_bonus_balance_for_use_bonus', 'number', true], ['is_locked', 'boolean', true], ['lock_description', 'string', true],
  ['use_cashless_account', 'boolean', false], ['use_cashless', 'boolean', true], ['no_cash_payment', 'boolean', false], ['remain_prize', 'int', true], ['email', 'string', true],
  ['use_email_informing', 'boolean', true], ['default_crew_group', 'int', true], ['use_own_account', 'boolean', false], ['comment', 'string', true], ['accounts', 'array', false],
];

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely
type Any = any;

function expectMembers(client: Any, ofEmployee: boolean): void {
  for (const [name, type, alsoOfEmployees] of MEMBERS) {
    if (ofEmployee && !alsoOfEmployees) continue;
    const value = client[name];
    if (type === 'int') expect(value, name).to.satisfy(Number.isInteger);
    else expect(value, name).to.be.a(type);
  }
  expect(Object.keys(client).filter((name) => name !== 'employees')).to.have.members(MEMBERS.filter(([, , also]) => !ofEmployee || also).map(([name]) => name));
}

let logins = 0;
const registration = (more: Record<string, string | number | boolean> = {}) => {
  logins += 1;
  return { name: `Клиент ${logins}`, login: `login${logins}`, password: PASSWORD, phones: `7999${String(1_000_000 + logins)}`, ...more };
};

async function register(api: TestCommonApi, more: Record<string, string | number | boolean> = {}): Promise<number> {
  const answer = await api.form('register_client', registration(more));
  expect(answer.code, answer.text).to.equal(0);
  return answer.data.client_id as number;
}

describe('register_client and register_client2', () => {
  const api = useCommonApi();
  const rest = async (method: string, path: string, body?: unknown) => (await api.get().server.call(method, path, body)).body;

  it('make a client as it is said; the number identifies its caller', async () => {
    const fields = {
      name: 'Иванов & сыновья', login: '+998901112233', password: PASSWORD, phones: '8 (999) 111-22-33,+7 999 111-22-44', address: 'Москва, ул. Мира, 1', birthday: '21.05.1980', gender: 'male',
      email: 'ivanov@example.com', use_email_informing: 'True', comment: 'строка\nещё', use_own_account: true, client_group: 1, unknown_parameter: 'x',
    };
    const answer = await api.get().form('register_client', fields);
    expect(answer.text).to.match(/^\{"code":0,"descr":"OK","data":\{"client_id":\d+\}\}$/);
    const card = await rest('GET', `/clients/${answer.data.client_id}`);
    expect(card).to.include({ name: 'Иванов & сыновья', apiLogin: '+998901112233', hasApiPassword: true, address: 'Москва, ул. Мира, 1', birthDate: '1980-05-21', sex: 'male', email: 'ivanov@example.com', useEmail: true, comment: 'строка\nещё', groupId: 1, parentId: null });
    expect(card.phones).to.deep.equal([
      { number: '8 (999) 111-22-33', digits: '79991112233', main: true, useForCalls: true, identifiesCaller: true },
      { number: '+7 999 111-22-44', digits: '79991112244', main: false, useForCalls: true, identifiesCaller: true },
    ]);
    const history = await rest('GET', `/clients/${answer.data.client_id}/history`);
    expect(history.items.map(({ action, channel, actorName }: Any) => [action, channel, actorName])).to.deep.equal([['client.api_password_changed', 'commonApi', 'common_api'], ['client.created', 'commonApi', 'common_api']]);
    expect(JSON.stringify(history)).to.not.include(PASSWORD);
    expect((await api.get().get('check_authorization', { login: '+998901112233', password: PASSWORD })).data).to.deep.equal({ client_id: answer.data.client_id });
  });

  it('take empty optionals for absent, as it2k sends them', async () => {
    const body = `${new URLSearchParams(registration() as Any).toString()}&address=&birthday=&gender=&email=&comment=&client_group=&parent_id=&use_own_account=&use_email_informing=`;
    const answer = await api.get().form('register_client', body, { headers: {} });
    expect(answer.code, answer.text).to.equal(0);
    expect(await rest('GET', `/clients/${answer.data.client_id}`)).to.include({ address: null, birthDate: null, sex: null, email: null, kind: 'person', usesOwnAccount: true });
  });

  it('put a client below another one; its group is the root’s', async () => {
    const parent = await register(api.get());
    const child = await register(api.get(), { parent_id: parent, use_own_account: true, client_group: 2 });
    expect(await rest('GET', `/clients/${child}`)).to.include({ parentId: parent, kind: 'employee', usesOwnAccount: true, ownGroupId: null });
    const zero = await register(api.get(), { parent_id: 0, client_group: 0, use_own_account: false });
    expect(await rest('GET', `/clients/${zero}`)).to.include({ parentId: null, usesOwnAccount: true });
  });

  it('a legal group makes an organisation, any other or none a private person', async () => {
    const groups = (await api.get().get('get_client_groups_list')).data.client_groups as { id: number }[];
    const kinds = await Promise.all(groups.map(async ({ id }) => {
      const client = await register(api.get(), { client_group: id });
      return [(await rest('GET', `/groups/${id}`)).type, (await rest('GET', `/clients/${client}`)).kind];
    }));
    for (const [type, kind] of kinds) expect(kind).to.equal(type === 'legal' ? 'organisation' : 'person');
    expect(kinds.map(([type]) => type)).to.include.members(['legal', 'individual']);
  });

  it('answer 100, 101, 102, 103, 109, 8 and 9, and leave nothing behind', async () => {
    const taken = registration();
    expect((await api.get().form('register_client', taken)).code).to.equal(0);
    const before = await digestOf(api.get().server.context.db);
    const expectCode = async (code: number, more: Record<string, string | number>, named?: string) => {
      const answer = await api.get().form('register_client', registration(more));
      expect(answer.code, `${JSON.stringify(more)} ${answer.text}`).to.equal(code);
      if (named) expect(answer.descr).to.include(named);
    };
    await expectCode(100, { phones: '79990001122,8 999 000-11-22' }, '8 999 000-11-22');
    await expectCode(101, { login: taken.login.toUpperCase() }, taken.login.toUpperCase());
    await expectCode(102, { client_group: 999_999 }, '999999');
    await expectCode(102, { client_group_id: 999_999 });
    await expectCode(103, { parent_id: 999_999 }, '999999');
    for (const password of ['short', 'password', 'aaaaaaaaaaaa']) await expectCode(109, { password });
    for (const name of ['name', 'login', 'password', 'phones']) await expectCode(8, { [name]: '' }, name);
    await expectCode(8, { phones: ',' }, 'phones');
    await expectCode(9, { name: 'x'.repeat(61) }, 'name');
    await expectCode(9, { name: '   ' }, 'name');
    await expectCode(9, { login: 'with blank' }, 'login');
    await expectCode(9, { email: 'no-mail' }, 'email');
    await expectCode(9, { gender: 'x' }, 'gender');
    await expectCode(9, { birthday: '1980' }, 'birthday');
    await expectCode(9, { use_email_informing: 'maybe' }, 'use_email_informing');
    await expectCode(9, { parent_id: '1.5' }, 'parent_id');
    await expectCode(9, { parent_id: '-1' }, 'parent_id');
    await expectCode(9, { phones: 'without digits' }, 'phones');
    expect({ ...(await digestOf(api.get().server.context.db)), common_api_calls: '' }).to.deep.equal({ ...before, common_api_calls: '' });
  });

  it('a phone that identifies somebody else is only a contact number: since 3.15 that is no error', async () => {
    const first = registration();
    await api.get().form('register_client', first);
    const second = await register(api.get(), { phones: first.phones });
    expect((await rest('GET', `/clients/${second}`)).phones[0]).to.include({ identifiesCaller: false, main: true });
  });

  it('register_client2 takes Phone objects and attribute values, nulls, numeric strings and unknown members', async () => {
    const flag = (await rest('POST', '/attributes', { name: 'VIP', type: 'flag' })).id as number;
    const choice = (await rest('POST', '/attributes', { name: 'Цвет', type: 'choice', choices: [{ name: 'красный' }, { name: 'белый' }] })).id as number;
    const body = {
      ...registration(), client_group_id: '1', parent_id: null, address: null, need_validate: true, surprise: { a: [1] },
      phones: [{ phone: '79995550011', is_default: true, use_for_call: true }, { phone: '79995550012' }],
      attribute_values: [{ id: flag, bool_value: true }, { id: String(choice), num_value: 2, str_value: null }],
    };
    const answer = await api.get().json('register_client2', body);
    expect(answer.code, answer.text).to.equal(0);
    const card = await rest('GET', `/clients/${answer.data.client_id}`);
    expect(card.phones.map(({ digits, main, useForCalls }: Any) => [digits, main, useForCalls])).to.deep.equal([['79995550011', true, true], ['79995550012', false, false]]);
    expect(card.settings).to.deep.equal({ [`attribute.${flag}`]: true, [`attribute.${choice}`]: 2 });
    const ofOrders = (await rest('POST', '/attributes', { name: 'Кресло', boundTo: ['order'] })).id as number;
    const main = { phone: '79995550021', is_default: true, use_for_call: true };
    const refused: [number, object][] = [
      [100, { phones: [main, { ...main, is_default: false }] }], [101, { login: body.login }], [102, { client_group_id: 999_999 }], [103, { parent_id: 999_999 }],
      [105, { phones: [main, { phone: '79995550022', is_default: true }] }], [106, { phones: [{ phone: '79995550023' }] }], [106, { phones: [] }],
      [107, { attribute_values: [{ id: 999_999, bool_value: true }] }], [108, { attribute_values: [{ id: ofOrders, bool_value: true }] }], [109, { password: 'short' }],
      [9, { attribute_values: [{ id: flag, num_value: 1 }] }], [9, { attribute_values: [{ id: choice, num_value: 99 }] }], [9, { phones: '79995550021' }], [8, { phones: null }], [8, { name: null }],
    ];
    const before = await digestOf(api.get().server.context.db);
    for (const [code, more] of refused) {
      const one = await api.get().json('register_client2', { ...registration(), phones: [main], ...more });
      expect(one.code, `${JSON.stringify(more)} ${one.text}`).to.equal(code);
    }
    expect({ ...(await digestOf(api.get().server.context.db)), common_api_calls: '' }).to.deep.equal({ ...before, common_api_calls: '' });
  });
});

describe('update_client_info and update_client_info2', () => {
  const api = useCommonApi();
  const rest = async (method: string, path: string, body?: unknown) => (await api.get().server.call(method, path, body)).body;
  let id: number;

  beforeEach(async () => {
    id = await register(api.get(), { address: 'Дом', comment: 'К', email: 'a@example.com', gender: 'female', birthday: '19900101' });
  });

  const update = (fields: Record<string, string | number | boolean>) => api.get().form('update_client_info', { client_id: id, ...fields });

  it('change what is said and leave the rest', async () => {
    expect((await update({ name: 'Новое имя', use_email_informing: true })).text).to.equal('{"code":0,"descr":"OK","data":{}}');
    expect(await rest('GET', `/clients/${id}`)).to.include({ name: 'Новое имя', useEmail: true, address: 'Дом', comment: 'К', email: 'a@example.com', sex: 'female', birthDate: '1990-01-01' });
  });

  it('an empty name, login, password, list of phones or birthday wipes nothing; an empty address, comment, e-mail or gender clears', async () => {
    const before = await rest('GET', `/clients/${id}`);
    expect((await update({ name: '', login: '', password: '', phones: '', birthday: '' })).code).to.equal(0);
    expect(await rest('GET', `/clients/${id}`)).to.deep.equal(before);
    expect((await update({ address: '', comment: '', email: '', gender: '' })).code).to.equal(0);
    expect(await rest('GET', `/clients/${id}`)).to.include({ address: null, comment: null, email: null, sex: null, name: before.name, apiLogin: before.apiLogin, birthDate: '1990-01-01' });
    expect((await api.get().json('update_client_info2', { client_id: id, name: '', address: null, birthday: '', phones: null })).code).to.equal(0);
  });

  it('put a client below another one and out again, whatever its kind had been; 0 clears', async () => {
    const parent = await register(api.get());
    expect((await update({ parent_id: parent })).code).to.equal(0);
    expect(await rest('GET', `/clients/${id}`)).to.include({ parentId: parent, kind: 'employee' });
    expect((await update({ parent_id: parent, client_group_id: (await api.get().get('get_client_info', { client_id: id })).data.client_group_id })).code, 'what was read may be sent back').to.equal(0);
    expect((await update({ use_own_account: true })).code).to.equal(0);
    expect(await rest('GET', `/clients/${id}`)).to.include({ usesOwnAccount: true });
    expect((await update({ parent_id: 0, client_group_id: 0, use_own_account: false })).code).to.equal(0);
    expect(await rest('GET', `/clients/${id}`)).to.include({ parentId: null, usesOwnAccount: true });
    const below = await register(api.get(), { parent_id: id });
    const cycle = await update({ parent_id: below });
    expect([cycle.code, cycle.descr]).to.deep.equal([9, 'Неверный входной параметр: parent_id: клиент не может быть подчинен самому себе']);
    expect((await update({ parent_id: id })).code).to.equal(9);
  });

  it('replace phones, and keep what was known of those that stay', async () => {
    expect((await update({ phones: '79997770001,79997770002' })).code).to.equal(0);
    await api.get().json('update_client_info2', { client_id: id, phones: [{ phone: '79997770001' }, { phone: '79997770002', is_default: true, use_for_call: true }] });
    expect((await update({ phones: '79997770003,89997770002' })).code).to.equal(0);
    expect((await rest('GET', `/clients/${id}`)).phones.map(({ digits, main, useForCalls, identifiesCaller }: Any) => [digits, main, useForCalls, identifiesCaller])).to.deep.equal([
      ['79997770003', false, true, true], ['79997770002', true, true, true],
    ]);
  });

  it('change login and password', async () => {
    expect((await update({ login: 'new-login', password: 'another-password' })).code).to.equal(0);
    expect((await api.get().get('check_authorization', { login: 'new-login', password: 'another-password' })).data.client_id).to.equal(id);
  });

  it('set the listed attributes only, and a photo', async () => {
    const number = (await rest('POST', '/attributes', { name: `N${id}`, type: 'number' })).id as number;
    const string = (await rest('POST', '/attributes', { name: `S${id}`, type: 'string' })).id as number;
    const date = (await rest('POST', '/attributes', { name: `D${id}`, type: 'date' })).id as number;
    const list = (await rest('POST', '/attributes', { name: `L${id}`, type: 'numberChoice', choices: [{ name: '10' }, { name: '2,5' }] })).id as number;
    const at = Date.parse('2026-02-03T00:00:00+03:00') / 1_000;
    await api.get().json('update_client_info2', { client_id: id, attribute_values: [{ id: number, num_value: 1.5 }, { id: string, str_value: 'текст' }, { id: date, num_value: at }, { id: list, num_value: 2.5 }] });
    expect((await api.get().json('update_client_info2', { client_id: id, attribute_values: [{ id: number, num_value: 2 }] })).code).to.equal(0);
    expect((await rest('GET', `/clients/${id}`)).settings).to.deep.equal({ [`attribute.${number}`]: 2, [`attribute.${string}`]: 'текст', [`attribute.${date}`]: '2026-02-03', [`attribute.${list}`]: 2 });
    const png = await sharp({ create: { width: 900, height: 900, channels: 3, background: 'red', noise: { type: 'gaussian', mean: 128, sigma: 30 } } as Any }).png().toBuffer();
    expect(png.length).to.be.above(1_500_000);
    expect((await api.get().json('update_client_info2', JSON.stringify({ client_id: id, client_photo: png.toString('base64') }).replaceAll('/', '\\/'))).code).to.equal(0);
    const info = await api.get().get('get_client_info', { client_id: id, fields: 'client_photo,attribute_values' });
    expect((await sharp(Buffer.from(info.data.client_photo as string, 'base64')).metadata()).width).to.equal(900);
    expect(info.data.attribute_values).to.have.deep.members([{ id: number, num_value: 2 }, { id: string, str_value: 'текст' }, { id: date, num_value: at }, { id: list, num_value: 2.5 }]);
    const photo = await fetch(`${api.get().server.url}/api/v1/clients/${id}/photo`, { headers: { authorization: `Bearer ${api.get().server.token}` } });
    expect([photo.status, photo.headers.get('content-type')]).to.deep.equal([200, 'image/png']);
    expect((await sharp(Buffer.from(await photo.arrayBuffer())).metadata()).width).to.equal(900);
    for (const client_photo of ['not base64!', Buffer.from('no picture').toString('base64')]) {
      const answer = await api.get().json('update_client_info2', { client_id: id, client_photo });
      expect([answer.code, answer.descr.includes('client_photo')]).to.deep.equal([9, true]);
    }
    expect((await api.get().json('update_client_info2', { client_id: id, client_photo: 'A'.repeat(6_300_000) })).code).to.equal(9);
  });

  it('answer their codes, and change nothing', async () => {
    const other = registration();
    await api.get().form('register_client', other);
    const ofOrders = (await rest('POST', '/attributes', { name: `O${id}`, boundTo: ['order'] })).id as number;
    const before = await digestOf(api.get().server.context.db);
    const both: [number, Record<string, string | number>][] = [
      [100, { client_id: 999_999 }], [102, { login: other.login }], [103, { client_group_id: 999_999 }], [104, { parent_id: 999_999 }], [109, { password: '12345' }], [9, { email: 'x' }], [9, { gender: 'm' }],
      [9, { client_id: 'abc' }], [9, { name: 'x'.repeat(61) }],
    ];
    for (const [code, more] of both) {
      expect((await update(more)).code, JSON.stringify(more)).to.equal(code);
      expect((await api.get().json('update_client_info2', { client_id: id, ...more })).code, JSON.stringify(more)).to.equal(code);
    }
    expect((await update({ phones: '79990001122,79990001122' })).code).to.equal(101);
    expect((await api.get().form('update_client_info', { name: 'x' })).code).to.equal(8);
    const main = { phone: '79995550021', is_default: true };
    const json: [number, object][] = [
      [101, { phones: [main, { phone: '+7 999 555-00-21' }] }], [105, { phones: [main, { phone: '79995550022', is_default: true }] }], [106, { phones: [{ phone: '79995550022' }] }],
      [107, { attribute_values: [{ id: 999_999, bool_value: true }] }], [108, { attribute_values: [{ id: ofOrders, bool_value: true }] }],
    ];
    for (const [code, more] of json) expect((await api.get().json('update_client_info2', { client_id: id, name: 'changed', ...more })).code, JSON.stringify(more)).to.equal(code);
    expect({ ...(await digestOf(api.get().server.context.db)), common_api_calls: '' }).to.deep.equal({ ...before, common_api_calls: '' });
  });
});

describe('get_client_info and get_clients_info', () => {
  const api = useCommonApi();
  const rest = async (method: string, path: string, body?: unknown) => (await api.get().server.call(method, path, body)).body;
  let root: number;
  let employee: number;

  before(async () => {
    root = await register(api.get(), { name: 'Рога и копыта', client_group: 1, birthday: '19991231235959', gender: 'male', comment: 'c', email: 'r@example.com' });
    employee = await register(api.get(), { name: 'Сотрудник', parent_id: root });
    await rest('PATCH', `/clients/${root}`, { number: 'Д-17' });
    for (const [key, value] of [['tariff', (await rest('POST', '/tariffs', { name: 'Т' })).id], ['balanceFloor', { amount: '-500.50', currency: 'RUB' }], ['prizeEvery', 5], ['cashForbidden', true], ['defaultCrewGroup', (await rest('POST', '/crew-groups', { name: 'Э' })).id]] as const) {
      await rest('PUT', `/clients/${root}/settings/${key}`, { value });
    }
    await rest('POST', `/clients/${root}/operations`, { type: 'receipt', sum: { amount: '1234.50', currency: 'RUB' } });
    await rest('POST', `/clients/${root}/operations`, { type: 'receipt', sum: { amount: '77.99', currency: 'RUB' }, accountKind: 1 });
    await rest('POST', `/clients/${root}/block`, { reason: 'долг' });
  });

  const info = async (fields?: string): Promise<WireAnswer> => api.get().get('get_client_info', { client_id: root, fields });

  it('tell every member with its type, and effective values of client and employees', async () => {
    const { data } = await info();
    expectMembers(data, false);
    expect(data.employees).to.have.length(1);
    expectMembers(data.employees[0], true);
    expect(data).to.deep.include({
      client_id: root, parent_id: 0, name: 'Рога и копыта', number: 'Д-17', gender: 'male', birthday: '19991231000000', balance: 1234.5, bonus_balance: 77, password: '', min_balance: -500.5,
      is_locked: true, lock_description: 'долг', no_cash_payment: true, use_cashless: true, use_own_account: true, remain_prize: 5, prize_tariff_id: 0, client_group_id: 1,
    });
    expect(data.phones[0]).to.be.a('string');
    expect(data.accounts).to.deep.equal([{ account_kind: 0, balance: 1234.5, balance_with_children: 1234.5 }, { account_kind: 1, balance: 77.99, balance_with_children: 77.99 }]);
    expect(data.employees[0]).to.include({ client_id: employee, parent_id: root, tariff_id: data.tariff_id, is_locked: true, balance: 0, min_balance: -500.5, default_crew_group: data.default_crew_group });
    expect(data.tariff_id).to.be.above(0);
  });

  it('the same values as REST says hold', async () => {
    const { settings } = await rest('GET', `/clients/${employee}/effective`);
    const { data } = await api.get().get('get_client_info', { client_id: employee });
    expect([data.tariff_id, data.default_crew_group, data.client_group_id, data.is_locked]).to.deep.equal([settings.tariff.value.id, settings.defaultCrewGroup.value.id, settings.group.value.id, settings.blocked.value]);
  });

  it('give only named members, client_id always; nested ones by prefix, all of them by the bare name; unknown ones are ignored', async () => {
    expect((await info('name, balance ,constructor,__proto__,nothing')).data).to.deep.equal({ client_id: root, name: 'Рога и копыта', balance: 1234.5 });
    expect((await info('employees.name')).data).to.deep.equal({ client_id: root, employees: [{ name: 'Сотрудник' }] });
    expect((await info('employees.client_id,employees.toString,number')).data).to.deep.equal({ client_id: root, number: 'Д-17', employees: [{ client_id: employee }] });
    expectMembers((await info('employees')).data.employees[0], true);
    expect((await info('nothing')).data).to.deep.equal({ client_id: root });
    expect((await info('')).data).to.include.keys('employees', 'accounts');
    for (const name of ['attribute_values', 'client_photo']) expect((await info()).data).to.not.have.property(name);
    expect((await info('client_photo,attribute_values,employees.attribute_values')).data).to.deep.equal({ client_id: root, client_photo: '', attribute_values: [], employees: [{ attribute_values: [] }] });
  });

  it('100 for a client that there is not, or is deleted', async () => {
    const gone = await register(api.get());
    await rest('POST', `/clients/${gone}/delete`, {});
    for (const client_id of [999_999, gone, 0, -5]) expect((await api.get().get('get_client_info', { client_id })).code, String(client_id)).to.equal(100);
    expect((await api.get().get('get_client_info', {})).code).to.equal(8);
    expect((await api.get().get('get_client_info', { client_id: 'x' })).code).to.equal(9);
    expect((await api.get().form('update_client_info', { client_id: gone, name: 'x' })).code).to.equal(100);
    expect((await api.get().form('register_client', registration({ parent_id: gone }))).code).to.equal(103);
  });

  it('get_clients_info: ten by default, name and number, filters by text, group and whole subtree', async () => {
    for (let turn = 0; turn < 9; turn += 1) await register(api.get(), { parent_id: turn % 2 ? root : employee });
    const all = await api.get().get('get_clients_info');
    expect(all.data.clients_info).to.have.length(10);
    for (const item of all.data.clients_info) expect(Object.keys(item)).to.deep.equal(['client_id', 'name', 'number']);
    const below = await api.get().get('get_clients_info', { parent_id: root, max_clients_count: 100, fields: 'parent_id,is_locked' });
    expect(below.data.clients_info).to.have.length(10);
    for (const item of below.data.clients_info) expect(item).to.have.all.keys('client_id', 'parent_id', 'is_locked').and.include({ is_locked: true });
    expect((await api.get().get('get_clients_info', 'text=%D0%B4-17')).data.clients_info).to.deep.equal([{ client_id: root, name: 'Рога и копыта', number: 'Д-17' }]);
    const found = await api.get().get('get_clients_info', { text: 'Рога', fields: 'employees.name,phones' });
    expect(found.data.clients_info[0].employees).to.deep.include({ name: 'Сотрудник' });
    expect((await api.get().get('get_clients_info', { text: 'Рога', client_group_id: 2 })).data.clients_info).to.deep.equal([]);
    expect((await api.get().get('get_clients_info', { client_group_id: 1, max_clients_count: 3 })).data.clients_info).to.have.length(3);
    expect((await api.get().get('get_clients_info', { parent_id: 999_999 })).data.clients_info).to.deep.equal([]);
    expect((await api.get().get('get_clients_info', { parent_id: 0, client_group_id: 0, max_clients_count: 0, text: '' })).data.clients_info).to.have.length(10);
    expect((await api.get().get('get_clients_info', { max_clients_count: 1_000_000 })).data.clients_info.length).to.be.above(10);
    expect((await api.get().get('get_clients_info', { max_clients_count: 'many' })).code).to.equal(9);
  });
});
