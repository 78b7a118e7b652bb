// Light employees and money through CommonAPI, by the tables of commonapi.md §6 and §7.
import { expect } from 'chai';
import { useCommonApi } from '../support/common-api.js';
import { digestOf } from '../support/digest.js';

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely
type Any = any;

describe('light employees', () => {
  const api = useCommonApi();
  const rest = async (method: string, path: string, body?: unknown) => (await api.get().server.call(method, path, body)).body;
  let client: number;
  let numbers = 0;
  const number = () => `7995${String(1_000_000 + (numbers += 1))}`;

  before(async () => {
    client = (await rest('POST', '/clients', { name: 'Организация' })).id;
  });

  const create = async (more: object = {}) => (await api.get().json('create_client_employee', { client_id: client, name: 'Пётр', ...more })).data.client_employee_id as number;
  const info = (id: unknown) => api.get().get('get_client_employee_info', { client_employee_id: String(id) });

  it('are clients below theirs, and told with exactly these members', async () => {
    const phone = number();
    const id = await create({ email: 'p@example.com', use_email_informing: true, phones: [{ phone, is_default: true, use_for_call: true }] });
    expect((await info(id)).text).to.equal(
      `{"code":0,"descr":"OK","data":{"client_employee_id":${id},"client_id":${client},"name":"Пётр","is_deleted":false,"email":"p@example.com","use_email_informing":true,"default_crew_group":0,"phones":[{"phone":"${phone}","is_default":true,"use_for_call":true}]}}`,
    );
    expect(await rest('GET', `/clients/${id}`)).to.include({ parentId: client, kind: 'employee', name: 'Пётр' });
    const told = await api.get().get('get_client_info', { client_id: client, fields: 'employees.client_id' });
    expect(told.data.employees).to.deep.include({ client_id: id });
    expect((await api.get().get('analyze_phone', { phone })).text).to.equal(`{"code":0,"descr":"OK","data":{"phone_type":"client","id":${client},"client_employee_id":${id}}}`);
  });

  it('a bare one has the name and nothing else', async () => {
    const id = await create({ email: null, phones: null });
    expect((await info(id)).data).to.include({ email: '', use_email_informing: false, is_deleted: false }).and.deep.include({ phones: [] });
  });

  it('change: absent stays, an empty e-mail clears, phones are replaced', async () => {
    const id = await create({ email: 'p@example.com', phones: [{ phone: number() }] });
    const phone = number();
    expect((await api.get().json('update_client_employee_info', { client_employee_id: id, name: 'Павел' })).text).to.equal('{"code":0,"descr":"OK","data":{}}');
    expect((await info(id)).data).to.include({ name: 'Павел', email: 'p@example.com' });
    await api.get().json('update_client_employee_info', { client_employee_id: id, email: '', use_email_informing: 'true', phones: [{ phone, is_default: true }] });
    expect((await info(id)).data).to.deep.include({ name: 'Павел', email: '', use_email_informing: true, phones: [{ phone, is_default: true, use_for_call: false }] });
  });

  it('are deleted and undeleted; phones of a deleted one may not be edited (102), unless it is undeleted at once', async () => {
    const id = await create();
    const update = (more: object) => api.get().json('update_client_employee_info', { client_employee_id: id, ...more });
    expect((await update({ is_deleted: true })).code).to.equal(0);
    expect((await update({ is_deleted: true })).code, 'once more').to.equal(0);
    expect((await info(id)).data.is_deleted).to.equal(true);
    expect((await update({ phones: [{ phone: number() }] })).code).to.equal(102);
    expect((await update({ name: 'Имя' })).code).to.equal(0);
    expect((await update({ is_deleted: false, phones: [{ phone: number() }] })).code).to.equal(0);
    expect((await info(id)).data).to.include({ is_deleted: false, name: 'Имя' });
    expect((await update({ is_deleted: true, phones: [{ phone: number() }] })).code, 'the flag goes last here').to.equal(0);
  });

  it('answer 100, 101, 8 and 9, and change nothing', async () => {
    const phone = number();
    const owner = await create({ phones: [{ phone }] });
    const id = await create();
    const root = (await rest('POST', '/clients', { name: 'Корень' })).id as number;
    const before = await digestOf(api.get().server.context.db);
    expect((await api.get().json('create_client_employee', { client_id: 999_999, name: 'x' })).code).to.equal(100);
    const taken = await api.get().json('create_client_employee', { client_id: client, name: 'x', phones: [{ phone }] });
    expect([taken.code, taken.descr]).to.deep.equal([101, `У клиента с ID ${owner} такой же телефон ${phone}`]);
    expect((await api.get().json('update_client_employee_info', { client_employee_id: id, phones: [{ phone: `8${phone.slice(1)}` }] })).code).to.equal(101);
    for (const client_employee_id of [999_999, root]) {
      expect((await info(client_employee_id)).code).to.equal(100);
      expect((await api.get().json('update_client_employee_info', { client_employee_id, name: 'x' })).code).to.equal(100);
    }
    expect((await api.get().json('create_client_employee', { client_id: client })).code).to.equal(8);
    expect((await api.get().json('create_client_employee', { client_id: client, name: '' })).code).to.equal(8);
    for (const more of [{ email: 'x' }, { phones: [{ phone: '1' }, { phone: '1' }] }, { phones: {} }, { name: '  ' }]) {
      expect((await api.get().json('create_client_employee', { client_id: client, name: 'x', ...more })).code, JSON.stringify(more)).to.equal(9);
    }
    expect({ ...(await digestOf(api.get().server.context.db)), common_api_calls: '' }).to.deep.equal({ ...before, common_api_calls: '' });
  });
});

describe('operations on accounts', () => {
  const api = useCommonApi();
  const rest = async (method: string, path: string, body?: unknown) => (await api.get().server.call(method, path, body)).body;
  const PERIOD = { start_time: '20000101000000', finish_time: '20500101000000' };
  let client: number;

  beforeEach(async () => {
    client = (await rest('POST', '/clients', { name: 'Плательщик', phones: [{ number: `7996${String(1_000_000 + Math.floor(Math.random() * 1e6))}` }] })).id;
  });

  const book = (more: Record<string, string | number | boolean> = {}) => api.get().form('create_client_operation', { client_id: client, sum: 100, oper_type: 'receipt', ...more });
  const list = (more: Record<string, string | number> = {}) => api.get().get('get_client_operations', { client_id: client, ...PERIOD, ...more });

  it('are booked exactly, however the sum is written, and listed with exactly these members', async () => {
    const made = await api.get().form('create_client_operation', `client_id=${client}&sum=1.23456725e%2B06&oper_type=receipt&oper_time=20260131120000&comment=%D0%BE%D0%BF%D0%BB&pay_type=cash`);
    expect(made.text).to.match(/^\{"code":0,"descr":"OK","data":\{"oper_id":\d+\}\}$/);
    expect((await list()).data).to.deep.equal({
      operations: [{
        oper_id: made.data.oper_id, oper_time: '20260131120000', sum: 1234567.25, order_id: 0, oper_type: 'receipt', pay_type: 'cash', account_kind: 0, name: 'Поступление', comment: 'опл', cancelled_by_oper_id: 0, cancelled_oper_id: 0,
      }],
    });
    for (const [sum, amount] of [['1e 06', '1000000.00'], ['0.1', '0.10'], ['1e-2', '0.01'], ['99.999', '100.00']]) expect((await rest('GET', `/operations/${(await book({ sum: sum as string })).data.oper_id}`)).sum.amount).to.equal(amount);
  });

  it('go to the account that is meant: account_kind, else bonus_oper, else main', async () => {
    const kind = (await rest('POST', '/account-kinds', { name: `Топливо ${client}` })).id as number;
    const kinds = [[{}, 0], [{ bonus_oper: 'True' }, 1], [{ bonus_oper: false }, 0], [{ account_kind: 1 }, 1], [{ account_kind: 0, bonus_oper: true }, 0], [{ account_kind: kind }, kind]] as const;
    for (const [more] of kinds) expect((await book(more as never)).code).to.equal(0);
    expect((await list()).data.operations.map(({ account_kind }: Any) => account_kind)).to.deep.equal(kinds.map(([, one]) => one));
    expect((await list({ account_kind: 1 })).data.operations).to.have.length(2);
    expect((await list({ account_kind: 999 })).code).to.equal(101);
    expect((await book({ account_kind: 999 })).code).to.equal(101);
  });

  it('show who cancelled what', async () => {
    const { oper_id } = (await book()).data;
    const cancelled = await rest('POST', `/operations/${oper_id}/cancel`, {});
    const operations = (await list()).data.operations as Any[];
    expect(operations.map((one) => [one.oper_id, one.oper_type, one.cancelled_by_oper_id, one.cancelled_oper_id])).to.deep.equal([[oper_id, 'receipt', cancelled.id, 0], [cancelled.id, 'expense', 0, oper_id]]);
  });

  it('are bounded by the period, its last second included, in the zone of the installation', async () => {
    await book({ oper_time: '20260131120000' });
    expect((await list({ start_time: '20260131120000', finish_time: '20260131120000' })).data.operations).to.have.length(1);
    expect((await list({ start_time: '20260131120001' })).data.operations).to.have.length(0);
    expect((await list({ finish_time: '20260131115959' })).data.operations).to.have.length(0);
  });

  it('a client is found by phone where the program knows no id', async () => {
    const [phone] = (await rest('GET', `/clients/${client}`)).phones as Any[];
    await book();
    const found = await api.get().get('get_client_operations', { phone: `+${phone.digits}`, ...PERIOD });
    expect(found.data.operations).to.have.length(1);
    expect((await list({ phone: '' })).data.operations).to.have.length(1);
    expect((await api.get().get('get_client_operations', { phone: '70000000000', ...PERIOD })).code).to.equal(100);
    expect((await api.get().get('get_client_operations', PERIOD)).code).to.equal(8);
  });

  it('sent again with the same bytes and a fresh time are one operation; without a time, or with an old one, each is its own', async () => {
    const now = (await import('luxon')).DateTime.now().setZone('Europe/Moscow').toFormat('yyyyMMddHHmmss');
    const twice = await Promise.all([book({ oper_time: now }), book({ oper_time: now })]);
    expect(new Set(twice.map(({ data }) => data.oper_id)).size).to.equal(1);
    expect((await book({ oper_time: now })).data.oper_id).to.equal(twice[0]?.data.oper_id);
    expect((await book({ oper_time: now, comment: 'other' })).data.oper_id).to.not.equal(twice[0]?.data.oper_id);
    expect((await book()).data.oper_id).to.not.equal((await book()).data.oper_id);
    expect((await book({ oper_time: '20260101000000' })).data.oper_id).to.not.equal((await book({ oper_time: '20260101000000' })).data.oper_id);
  });

  it('a clock that is a little ahead counts from now, one that is far ahead is refused', async () => {
    const { DateTime } = await import('luxon');
    const ahead = (minutes: number) => DateTime.now().setZone('Europe/Moscow').plus({ minutes }).toFormat('yyyyMMddHHmmss');
    expect((await book({ oper_time: ahead(2) })).code).to.equal(0);
    const refused = await book({ oper_time: ahead(60) });
    expect([refused.code, refused.descr.includes('oper_time')]).to.deep.equal([9, true]);
  });

  it('answer 100, 101, 8, 9 and 1, and change nothing', async () => {
    const below = (await rest('POST', '/clients', { name: 'Без счёта', parentId: client })).id as number;
    expect((await book()).code, 'the account is there').to.equal(0);
    const before = await digestOf(api.get().server.context.db);
    const codes: [number, Record<string, string | number>][] = [
      [100, { client_id: 999_999 }], [101, { client_id: below }], [9, { sum: 0 }], [9, { sum: -5 }], [9, { sum: 'x' }], [9, { sum: '0.001' }], [9, { sum: '1e30' }], [9, { oper_type: 'gift' }], [9, { oper_time: '2026' }],
      [9, { account_kind: -1 }], [9, { pay_type: 'card' }], [8, { sum: '' }], [8, { oper_type: '' }], [1, { oper_type: 'expense', sum: 1_000_000 }], [9, { sum: '1e13' }],
    ];
    for (const [code, more] of codes) {
      const answer = await book(more);
      expect(answer.code, `${JSON.stringify(more)} ${answer.text}`).to.equal(code);
    }
    expect((await list({ client_id: 999_999 })).code).to.equal(100);
    expect((await list({ client_id: below })).data.operations).to.deep.equal([]);
    expect((await list({ start_time: '' })).code).to.equal(8);
    expect({ ...(await digestOf(api.get().server.context.db)), common_api_calls: '' }).to.deep.equal({ ...before, common_api_calls: '' });
  });
});
