// Telephony (commonapi.md §10): signed by a parameter, answered in XML.
import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { XMLParser } from 'fast-xml-parser';
import { TM_KEY, useCommonApi } from '../support/common-api.js';
import { ordering, rub } from '../orders/support.js';

const md5 = (text: string, key = TM_KEY) => createHash('md5').update(text + key).digest('hex');

interface Xml {
  code: number;
  descr: string;
  data: Record<string, string>;
}

describe('tm_tapi', () => {
  const api = useCommonApi();
  const { must, call, tree, fill } = ordering({ get: () => api.get().server });
  let ids: Record<string, number>;
  let phone: string;

  async function ask(name: string, query: string, options: { signature?: string | null; method?: 'GET' | 'POST' } = {}): Promise<Xml> {
    const { signature = md5(query), method = 'GET' } = options;
    const signed = signature === null ? query : `${query}&signature=${signature}`;
    const target = `/tm_tapi/1.0/${name}${method === 'GET' && signed ? `?${signed}` : ''}`;
    const body = method === 'POST' ? signed : '';
    const text = await api.get().raw(`${method} ${target} HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    const [head = '', xml = ''] = text.split('\r\n\r\n');
    expect(head).to.match(/^HTTP\/1\.1 200 /).and.match(/content-type: text\/xml; charset=utf-8/i);
    const { response } = new XMLParser({ parseTagValue: false }).parse(xml) as { response: { code: string; descr: string; data: Record<string, string> | '' } };
    return { code: Number(response.code), descr: response.descr, data: response.data === '' ? {} : response.data };
  }

  beforeEach(async () => {
    ids = await tree('Firm(Clerk)');
    phone = `+7916${String(ids.Firm).padStart(7, '0')}`;
    await must(call('PATCH', `/clients/${ids.Firm}`, { phones: [{ number: phone, main: true, identifiesCaller: true }] }));
    await fill(ids.Firm, '120.5');
    await fill(ids.Firm, '7', 1);
  });

  it('says who calls, with parameters in any case, and gives only fields that there are', async () => {
    const query = `PHONE=${encodeURIComponent(phone)}&FIELDS=PHONE_TYPE-CLIENT_ID-CLIENT_BALANCE-CLIENT_BONUS_BALANCE-CLIENT_IS_LOCKED-ORDERS_COUNT-SOUND_COLOR-DRIVER_ID`;
    const { code, descr, data } = await ask('get_info_by_phone', query);
    expect([code, descr]).to.deep.equal([0, 'OK']);
    expect(data).to.deep.equal({ PHONE_TYPE: '3', CLIENT_ID: String(ids.Firm), CLIENT_BALANCE: '120.5', CLIENT_BONUS_BALANCE: '7', CLIENT_IS_LOCKED: '0', ORDERS_COUNT: '0', DRIVER_ID: '' });
    expect((await ask('get_info_by_phone', `fields=phone_type-client_id&phone=8${phone.slice(2)}`)).data).to.deep.equal({ PHONE_TYPE: '3', CLIENT_ID: String(ids.Firm) });
    expect((await ask('get_info_by_phone', 'phone=89990001122&fields=PHONE_TYPE-CLIENT_ID')).data).to.deep.equal({ PHONE_TYPE: '0', CLIENT_ID: '' });
    const { id } = await must(call('POST', '/clients', { name: 'Person', kind: 'person', phones: [{ number: `+7917${String(ids.Firm).padStart(7, '0')}`, main: true, identifiesCaller: true }] }));
    await must(call('POST', `/clients/${id}/block`, {}));
    expect((await ask('get_info_by_phone', `phone=${encodeURIComponent(`+7917${String(ids.Firm).padStart(7, '0')}`)}&fields=PHONE_TYPE-CLIENT_IS_LOCKED`)).data).to.deep.equal({ PHONE_TYPE: '2', CLIENT_IS_LOCKED: '1' });
  });

  it('says what the caller has ordered, and the order by its number', async () => {
    const order = await must(call('POST', '/orders', { clientId: ids.Firm, employeeId: ids.Clerk, phone, sum: rub('80'), pay: { useCashless: true }, addresses: [{ address: 'A & <B>', latitude: 55.5, longitude: 37.25 }] }));
    const byPhone = await ask('get_info_by_phone', `phone=${encodeURIComponent(phone)}&fields=ORDER_ID-ORDER_STATE-ORDERS_COUNT-ORDER_COORDS-ORDER_CLIENT_ID`);
    expect(byPhone.data).to.deep.equal({ ORDER_ID: String(order.id), ORDER_STATE: 'new_order', ORDERS_COUNT: '1', ORDER_COORDS: '37.25, 55.5', ORDER_CLIENT_ID: String(ids.Firm) });
    const byId = await ask('get_info_by_order_id', `ORDER_ID=${order.id}&FIELDS=SUMM-CASHLESS-IS_PRIOR-CREATION_WAY-CAR_MARK`);
    expect(byId.data).to.deep.equal({ SUMM: '80', CASHLESS: '80', IS_PRIOR: '0', CREATION_WAY: 'operator', CAR_MARK: '' });
    expect((await ask('get_info_by_order_id', 'order_id=2000000000&fields=SUMM')).code).to.equal(100);
  });

  it('changes the state of an order by a POST', async () => {
    const order = await must(call('POST', '/orders', { clientId: ids.Firm, sum: rub('80'), pay: { useCashless: true }, addresses: [{ address: 'A' }] }));
    expect((await ask('change_order_state', `ORDER_ID=${order.id}&NEED_STATE=4`, { method: 'POST' })).data).to.deep.equal({ ORDER_ID: String(order.id), NEW_STATE: '4' });
    expect((await must(call('GET', `/orders/${order.id}`))).state).to.equal('finished');
    expect((await ask('change_order_state', `ORDER_ID=${order.id}&NEED_STATE=7`, { method: 'POST' })).code).to.equal(102);
    expect((await ask('change_order_state', `ORDER_ID=${order.id}&NEED_STATE=99`, { method: 'POST' })).code).to.equal(101);
    expect((await ask('change_order_state', 'ORDER_ID=2000000000&NEED_STATE=7', { method: 'POST' })).code).to.equal(100);
  });

  it('hashes what stands before the last "&signature=", in any case of hex, and nothing else', async () => {
    const query = `phone=${encodeURIComponent(phone)}&fields=PHONE_TYPE`;
    expect((await ask('get_info_by_phone', query, { signature: md5(query).toUpperCase() })).code).to.equal(0);
    expect((await ask('get_info_by_phone', `${query}&signature=x`)).code, 'one inside belongs to the text').to.equal(0);
    for (const signature of [null, '', 'x', md5(query, 'other'), md5('')]) expect((await ask('get_info_by_phone', query, { signature })).code).to.equal(4);
    expect((await ask('get_info_by_phone', '')).code, 'signed, and the parameters are missing').to.equal(8);
    expect((await ask('get_info_by_phone', 'fields=PHONE_TYPE&phone=12345678901234567')).code, 'at most 16').to.equal(9);
  });

  it('answers what belongs to drivers with code 6, and other methods with 7', async () => {
    for (const name of ['get_driver_phones_by_crew_code', 'set_request_state', 'connect_client_and_driver', 'create_record_link', 'ping']) expect((await ask(name, 'a=1')).code, name).to.equal(6);
    expect((await ask('change_order_state', 'order_id=1&need_state=7')).code).to.equal(7);
    expect((await ask('get_info_by_phone', 'phone=1&fields=A', { method: 'POST' })).code).to.equal(7);
  });
});
