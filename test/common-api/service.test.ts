// Lists, sign-in, phones, feedback, messages of CommonAPI (commonapi.md §3, §4, §8), its users (§1.4) and the log of its calls.
import { expect } from 'chai';
import { DateTime } from 'luxon';
import { readFileSync } from 'node:fs';
import { apiRequests } from '../../src/common-api/requests.js';
import { commonApiRequests } from '../../src/contract/common-api.js';
import { pruneCalls } from '../../src/integrations/calls.js';
import { KEY, useCommonApi } from '../support/common-api.js';
import { digestOf } from '../support/digest.js';

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely
type Any = any;

describe('reference lists', () => {
  const api = useCommonApi();
  const rest = async (method: string, path: string, body?: unknown) => (await api.get().server.call(method, path, body)).body;

  before(async () => {
    await rest('POST', '/tariffs', { name: 'Старый', active: false });
    await rest('POST', '/discounts', { name: 'Сумма', sum: { amount: '150.50', currency: 'RUB' } });
    await rest('POST', '/discounts', { name: 'Процент', percent: 12.5 });
    await rest('POST', '/crew-groups', { name: 'Бизнес' });
    await rest('POST', '/attributes', { name: 'Кресло', type: 'flag', boundTo: ['order'] });
    await rest('POST', '/attributes', { name: 'Рейс', type: 'string', boundTo: ['order', 'client'] });
    await rest('POST', '/attributes', { name: 'Клиентский', type: 'flag', boundTo: ['client'] });
  });

  const shapes: Record<string, [string, Record<string, string>]> = {
    get_client_groups_list: ['client_groups', { id: 'int', name: 'string' }],
    get_tariffs_list: ['tariffs', { id: 'int', name: 'string', is_active: 'boolean' }],
    get_discounts_list: ['discounts', { id: 'int', name: 'string', sum: 'number', percent: 'number' }],
    get_services_list: ['services', { id: 'int', name: 'string', sum: 'number', percent: 'number' }],
    get_order_params_list: ['order_params', { id: 'int', name: 'string', sum: 'number', percent: 'number', order_access_control: 'boolean' }],
    get_crew_groups_list: ['crew_groups', { id: 'int', name: 'string' }],
    get_order_states_list: ['order_states', { id: 'int', name: 'string', state_type: 'string' }],
    get_crew_states_list: ['crew_states', { id: 'int', name: 'string', state_type: 'string' }],
  };

  for (const [name, [member, shape]] of Object.entries(shapes)) {
    it(`${name} has exactly its members`, async () => {
      const { data } = await api.get().get(name);
      expect(Object.keys(data)).to.deep.equal([member]);
      expect(data[member]).to.be.an('array').that.is.not.empty;
      for (const item of data[member]) {
        expect(Object.keys(item)).to.deep.equal(Object.keys(shape));
        for (const [key, type] of Object.entries(shape)) expect(type === 'int' ? Number.isInteger(item[key]) : typeof item[key] === type, `${key} of ${JSON.stringify(item)}`).to.equal(true);
      }
    });
  }

  it('say what is there', async () => {
    const of = async (name: string) => (await api.get().get(name)).data;
    expect((await of('get_tariffs_list')).tariffs.map(({ name, is_active }: Any) => [name, is_active])).to.deep.equal([['Старый', false]]);
    expect((await of('get_discounts_list')).discounts.map(({ sum, percent }: Any) => [sum, percent])).to.deep.equal([[150.5, 0], [0, 12.5]]);
    expect((await of('get_services_list')).services.map(({ name }: Any) => name)).to.deep.equal(['Кресло']);
    expect((await of('get_order_params_list')).order_params.map(({ name }: Any) => name)).to.deep.equal(['Кресло', 'Рейс']);
    expect(new Set((await of('get_order_states_list')).order_states.map(({ state_type }: Any) => state_type))).to.deep.equal(new Set(['accepted', 'in_work', 'finished', 'aborted']));
    expect(new Set((await of('get_crew_states_list')).crew_states.map(({ state_type }: Any) => state_type))).to.deep.equal(new Set(['waiting', 'not_available', 'on_order', 'on_break']));
    expect([await of('get_uds_list'), await of('get_global_attributes')]).to.deep.equal([{ uds: [] }, { global_attributes: [] }]);
  });

  it('there are no global attributes: 101 for one that is not, 100 for none', async () => {
    expect((await api.get().json('update_global_attribute', { id: 1, bool_value: true })).code).to.equal(101);
    expect((await api.get().json('update_global_attribute', { id: 999, num_value: 1 })).code).to.equal(100);
    expect((await api.get().json('update_global_attribute', {})).code).to.equal(8);
  });
});

let now = DateTime.utc(2026, 3, 1, 12) as DateTime<true>;
const clock = { now: () => now };

describe('check_authorization', () => {
  const api = useCommonApi({}, { clock });
  const check = (login: string, password: string) => api.get().get('check_authorization', { login, password });

  it('knows a client by login of any case and password; one code for everything else', async () => {
    const made = await api.get().form('register_client', { name: 'К', login: 'Ivan', password: 'right-password', phones: '79991110000' });
    expect((await check('IVAN', 'right-password')).text).to.equal(`{"code":0,"descr":"OK","data":{"client_id":${made.data.client_id}}}`);
    const wrong = [await check('Ivan', 'wrong'), await check('nobody', 'right-password'), await check('%', '%')];
    expect(wrong.map(({ text }) => text)).to.deep.equal(Array(3).fill(wrong[0]?.text));
    expect(wrong[0]?.code).to.equal(100);
  });

  it('ten wrong passwords lock the login for a minute, known or not, with the same answer', async () => {
    for (const login of ['ivan', 'nobody-else']) {
      for (let turn = 0; turn < 10; turn += 1) expect((await check(login, 'wrong')).code).to.equal(100);
      expect((await check(login, 'right-password')).code).to.equal(100);
    }
    now = now.plus({ seconds: 61 });
    expect((await check('ivan', 'right-password')).code).to.equal(0);
    expect((await check('nobody-else', 'x')).code).to.equal(100);
  });

  it('a deleted client has no access, a blocked one has', async () => {
    const { client_id: id } = (await api.get().form('register_client', { name: 'К', login: 'petr', password: 'right-password', phones: '79991110001' })).data;
    await api.get().server.call('POST', `/clients/${id}/block`, {});
    expect((await check('petr', 'right-password')).code).to.equal(0);
    await api.get().server.call('POST', `/clients/${id}/delete`, {});
    expect((await check('petr', 'right-password')).code).to.equal(100);
  });
});

describe('phones, feedback and messages', () => {
  const api = useCommonApi();
  const rest = async (method: string, path: string, body?: unknown) => (await api.get().server.call(method, path, body)).body;
  let client: number;

  before(async () => {
    client = (await rest('POST', '/clients', { name: 'Звонящий', kind: 'person', phones: [{ number: '+7 999 123-45-67', identifiesCaller: true }] })).id;
  });

  it('analyze_phone finds a client by its number in every writing; members in the order that is relied upon', async () => {
    for (const phone of ['79991234567', '+79991234567', '89991234567', '8 (999) 123-45-67', '9991234567']) {
      expect((await api.get().get('analyze_phone', { phone })).text, phone).to.equal(`{"code":0,"descr":"OK","data":{"phone_type":"client","id":${client},"client_employee_id":0}}`);
    }
    for (const phone of ['79990000000', '123']) expect((await api.get().get('analyze_phone', { phone })).code).to.equal(100);
    expect((await api.get().get('analyze_phone', {})).code).to.equal(8);
    expect((await api.get().get('analyze_phone', { phone: 'none' })).code).to.equal(9);
  });

  it('flags: absent ones count as true unless one is true; an explicit false counts', async () => {
    const found = async (flags: string) => (await api.get().get('analyze_phone', `phone=79991234567${flags}`)).code;
    expect([await found(''), await found('&search_in_clients=True'), await found('&search_in_drivers_mobile=False&search_in_clients=True&search_in_phones=True'), await found('&search_in_phones=false')]).to.deep.equal([0, 0, 0, 0]);
    expect([await found('&search_in_clients=false'), await found('&search_in_drivers_mobile=true'), await found('&search_in_drivers_home=1')]).to.deep.equal([100, 100, 100]);
  });

  it('send_sms queues a message to the number', async () => {
    expect((await api.get().form('send_sms', { phone: '8 999 123-45-67', message: 'Код 1234' })).text).to.equal('{"code":0,"descr":"OK","data":{}}');
    const { items } = await rest('GET', `/messages?clientId=${client}`);
    expect(items[0]).to.include({ channel: 'sms', recipient: '+79991234567', body: 'Код 1234', purpose: 'commonApi' });
    for (const [code, fields] of [[8, { phone: '79991234567' }], [8, { message: 'x' }], [9, { phone: '12', message: 'x' }], [9, { phone: '7'.repeat(31), message: 'x' }], [9, { phone: '79991234567', message: 'x'.repeat(1_001) }]] as const) {
      expect((await api.get().form('send_sms', fields as never)).code, JSON.stringify(fields).slice(0, 60)).to.equal(code);
    }
  });

  it('feedback is kept, with its client and, where there is one, its order', async () => {
    const order = (await rest('POST', '/orders', { clientId: client, addresses: [{ address: 'A' }] })).id as number;
    expect((await api.get().json('save_client_feed_back', { phone: '79991234567', rating: 5, text: '' })).text).to.equal('{"code":0,"descr":"OK","data":{}}');
    expect((await api.get().json('save_client_feed_back', { phone: '79991234567', rating: '4', text: 'Хорошо', order_id: order, attribute_values: [{ id: 1, bool_value: true }] })).code).to.equal(0);
    const { items } = await rest('GET', '/client-feedback');
    expect(items.map(({ stars, text, orderId, client: of }: Any) => [stars, text, orderId, of.id])).to.deep.equal([[4, 'Хорошо', order, client], [5, '', null, client]]);
    for (const [code, fields] of [[9, { order_id: 999_999 }], [1, { order_id: order }], [9, { rating: 6 }], [9, { rating: 0 }], [8, { rating: null }], [8, { text: null }]] as const) {
      expect((await api.get().json('save_client_feed_back', { phone: '79991234567', rating: 5, text: 'x', ...fields })).code, JSON.stringify(fields)).to.equal(code);
    }
  });

  it('show_tm_message reaches those operators whom it is for, and nobody else', async () => {
    const other = await api.get().server.operatorWith(['client.view']);
    const me = (await rest('GET', '/sessions/current')).user.id as number;
    expect((await api.get().json('show_tm_message', { text: 'Всем' })).text).to.equal('{"code":0,"descr":"OK","data":{}}');
    expect((await api.get().json('show_tm_message', { text: 'Мне', type: 'warning', header: 'H', timeout: 30, users: [me], color: '#FF00aa', client_id: client, order_id: 0, crew_id: 5 })).code).to.equal(0);
    const mine = (await rest('GET', '/operator-messages')).items as Any[];
    expect(mine.map(({ text, kind, header, timeoutSeconds, color, clientId }) => [text, kind, header, timeoutSeconds, color, clientId])).to.deep.equal([['Мне', 'warning', 'H', 30, '#FF00aa', client], ['Всем', 'information', null, 0, null, null]]);
    const theirs = await api.get().server.call('GET', '/operator-messages', undefined, { token: other });
    expect(theirs.body.items.map(({ text }: Any) => text)).to.deep.equal(['Всем']);
    expect((await api.get().server.call('GET', `/operator-messages/${mine[0].id}`, undefined, { token: other })).status).to.equal(404);
    expect((await api.get().json('show_tm_message', { text: 'x', users: [999_999] })).code).to.equal(100);
    for (const bad of [{ type: 'x' }, { color: 'red' }, { timeout: -1 }, { users: ['x'] }]) expect((await api.get().json('show_tm_message', { text: 'x', ...bad })).code).to.equal(9);
    expect((await api.get().json('show_tm_message', {})).code).to.equal(8);
  });

  it('run_system_event: there are none', async () => {
    expect((await api.get().json('run_system_event', { system_event_id: 5, json_data: { a: [1] }, anything: 1 })).code).to.equal(101);
    expect((await api.get().json('run_system_event', { system_event_code: 'x' })).code).to.equal(101);
    expect((await api.get().json('run_system_event', {})).code).to.equal(8);
  });
});

describe('names of requests', () => {
  const api = useCommonApi();
  // commonapi.md §12: of vehicles, drivers, shifts, way bills and maps.
  const elsewhere = [
    'analyze_route', 'find_crews_by_coords', 'find_nearest_address', 'get_addresses_like', 'get_addresses_like2', 'get_car_info', 'get_cars_info', 'get_crew_info', 'get_crew_track', 'get_crews_coords', 'get_crews_info',
    'get_driver_info', 'get_driver_operations', 'get_driver_plan_shifts', 'get_driver_shifts', 'get_drivers_info', 'create_fixed_driver_shift', 'create_way_bill', 'create_way_bill_check', 'delete_car_inaccessibility',
    'delete_driver_inaccessibility', 'delete_fixed_driver_shift', 'driver_buy_shift', 'update_fixed_driver_shift_info', 'update_way_bill_info', 'analyze_route2', 'create_car', 'create_car_inaccessibility',
    'create_car_reservation', 'create_crew', 'create_driver', 'create_driver_dyn_priority', 'create_driver_inaccessibility', 'create_driver_operation', 'import_car_colors', 'import_car_marks', 'set_crews_coords',
    'update_car_info', 'update_car_reservation_info', 'update_crew_info', 'update_driver_info',
  ];

  it('that a user may be given are those that are served, and README lists them', () => {
    const served = apiRequests.filter((one) => one.api === 'common_api').map(({ name }) => name);
    expect([...served].sort()).to.deep.equal([...commonApiRequests].sort());
    const readme = readFileSync('README.md', 'utf8');
    for (const name of served) expect(readme).to.include(`\`${name}\``);
  });

  it('of vehicles and drivers are code 6', async () => {
    for (const name of [...elsewhere, 'constructor', '__proto__', 'toString', 'ping%20', 'PING']) expect((await api.get().get(name)).code, name).to.equal(6);
  });
});

describe('users of CommonAPI', () => {
  const api = useCommonApi();
  const rest = (method: string, path: string, body?: unknown) => api.get().server.call(method, path, body);
  const as = (user: string, name = 'get_uds_list') => api.get().get(name, '', { headers: { 'X-User-Id': user } });

  it('are known by their id; others, inactive ones and words are code 13', async () => {
    expect((await rest('POST', '/common-api/users', { id: 242, name: 'Сайт' })).status).to.equal(201);
    expect((await rest('POST', '/common-api/users', { id: 3, name: 'Выключен', active: false })).status).to.equal(201);
    expect((await as('242')).code).to.equal(0);
    expect((await as('')).code, 'an empty header is none').to.equal(0);
    for (const user of ['2', '3', 'test', '-1', '242.0', '99999999999', "242' or 1=1"]) expect((await as(user)).code, user).to.equal(13);
    expect((await rest('POST', '/common-api/users', { id: 242, name: 'Noch einer' })).body.code).to.equal('item.name_taken');
    expect((await rest('POST', '/common-api/users', { name: 'Next' })).body.id).to.equal(243);
  });

  it('may send the requests that they were given, others are code 14; a change holds at once', async () => {
    await rest('POST', '/common-api/users', { id: 5, name: 'Бот', requests: ['analyze_phone', 'send_sms'] });
    expect((await as('5')).code).to.equal(14);
    expect((await as('5', 'analyze_phone')).code, 'allowed, but a parameter is missing').to.equal(8);
    expect((await as('5', 'ping')).code).to.equal(0);
    expect((await api.get().get('get_uds_list', '', { headers: { 'X-User-Id': '5' }, key: 'wrong' })).code, 'the signature comes first').to.equal(4);
    await rest('PATCH', '/common-api/users/5', { requests: null });
    expect((await as('5')).code).to.equal(0);
    await rest('PATCH', '/common-api/users/5', { requests: [] });
    expect((await as('5')).code).to.equal(14);
    await rest('DELETE', '/common-api/users/5');
    expect((await as('5')).code).to.equal(13);
    const history = (await rest('GET', '/history?entity=commonApiUser&entityId=5')).body.items as Any[];
    expect(history.map(({ action }) => action)).to.deep.equal(['commonApiUser.removed', 'commonApiUser.changed', 'commonApiUser.changed', 'commonApiUser.created']);
  });

  it('are in the history of what they change, with their channel', async () => {
    const made = await api.get().form('register_client', { name: 'К', login: 'one', password: 'long-password', phones: '79991110000' }, { headers: { 'X-User-Id': '242' } });
    const history = (await rest('GET', `/clients/${made.data.client_id}/history`)).body.items as Any[];
    expect(history.at(-1)).to.include({ action: 'client.created', channel: 'commonApi', actorKind: 'apiUser', actorId: 242, actorName: 'Сайт' });
  });
});

describe('the log of CommonAPI calls', () => {
  const api = useCommonApi();
  const calls = async (query = '') => {
    for (let turn = 0; turn < 100; turn += 1) {
      const { items } = (await api.get().server.call('GET', `/common-api/calls${query}`)).body;
      if (items.length > 0) return items as Any[];
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return [];
  };
  const until = async (count: number) => {
    for (let turn = 0; turn < 100 && (await calls()).length < count; turn += 1) await new Promise((resolve) => setTimeout(resolve, 20));
    return calls();
  };

  it('tells who asked what with which outcome, and no secret anywhere', async () => {
    const secret = 'very-secret-password';
    const { data } = await api.get().form('register_client', { name: 'К', login: 'one', password: secret, phones: '79991110000' });
    await api.get().get('check_authorization', { login: 'one', password: secret });
    await api.get().form('send_sms', { phone: '79991110000', message: `code ${secret}` });
    await api.get().json('update_client_info2', { client_id: data.client_id, password: secret, client_photo: 'A'.repeat(5_000), attribute_values: [{ id: 1, password: secret, str_value: '\ud83d' }] });
    await api.get().get('check_authorization', { login: 'one', password: secret }, { signature: 'wrong' });
    await api.get().get('/common_api/1.0/nothing', { password: secret });
    await api.get().get('ping');
    const items = await until(6);
    expect(items.map(({ request, code }) => [request, code]).reverse()).to.deep.equal([['register_client', 0], ['check_authorization', 0], ['send_sms', 0], ['update_client_info2', 9], ['check_authorization', 4], ['other', 6]]);
    const [unknown, unsigned, photo, , , first] = items as [Any, Any, Any, Any, Any, Any];
    expect(first).to.deep.include({ api: 'common_api', ip: '127.0.0.1', userId: null, clientId: data.client_id, parameters: { name: 'К', login: 'one', password: '***', phones: '79991110000' } });
    expect(first.ms).to.be.a('number').above(0);
    expect([unknown.parameters, unsigned.parameters]).to.deep.equal([null, null]);
    expect(photo.parameters.client_photo).to.have.length.below(250);
    const text = await api.get().server.context.db.withConnection(async (client) => (await client.query(`select string_agg(c::text, ' ') as text from common_api_calls c`)).rows[0].text as string);
    expect(text).to.not.include(secret);
    expect(text).to.not.include(KEY);
  });

  it('is filtered, paged and pruned', async () => {
    expect((await calls('?request=send_sms')).map(({ request }) => request)).to.deep.equal(['send_sms']);
    expect((await calls('?code=4')).length).to.equal(1);
    expect((await calls('?failed=true')).every(({ code }) => code !== 0)).to.equal(true);
    const first = (await api.get().server.call('GET', '/common-api/calls?limit=2')).body;
    const second = (await api.get().server.call('GET', `/common-api/calls?limit=2&cursor=${first.nextCursor}`)).body;
    expect(first.items[1].id).to.be.above(second.items[0].id);
    expect(await pruneCalls(api.get().server.context.db, 1)).to.equal(0);
    expect(await pruneCalls({ run: (block, values) => api.get().server.context.db.run(block, values), clock: { now: () => DateTime.utc().plus({ days: 31 }) } }, 30)).to.be.at.least(6);
  });

  it('a refused call changes nothing but the log', async () => {
    const before = await digestOf(api.get().server.context.db);
    for (const name of ['register_client', 'update_client_info', 'create_client_operation', 'send_sms']) await api.get().form(name, 'client_id=1&sum=1&oper_type=receipt&phone=79990000000&message=x&name=y', { signature: '0'.repeat(32) });
    expect({ ...(await digestOf(api.get().server.context.db)), common_api_calls: '' }).to.deep.equal({ ...before, common_api_calls: '' });
  });
});
