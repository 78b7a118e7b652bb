// Orders on the CommonAPI wire (commonapi.md §9): every request, every member with its type, every number of a refusal.
import { expect } from 'chai';
import { useCommonApi } from '../support/common-api.js';
import { testClock } from '../support/clock.js';
import { ordering, rub } from '../orders/support.js';

const NOON = '20400102120000';

/** Members of an order with their types on the wire: S get_order_state, C get_current_orders, F get_finished_orders. */
const members: Record<string, [type: string, where: string]> = {
  order_id: ['int', 'S'], id: ['int', 'CF'], state_id: ['int', 'SCF'], state_kind: ['string', 'SC'], crew_id: ['int', 'SCF'], prior_crew_id: ['int', 'SCF'], driver_id: ['int', 'SCF'], car_id: ['int', 'SCF'],
  server_time_offset: ['int', 'SCF'], start_time: ['time', 'SCF'], source_time: ['time', 'SCF'], finish_time: ['time', 'SCF'], source: ['string', 'SCF'], destination: ['string', 'SCF'],
  source_lat: ['number', 'SCF'], source_lon: ['number', 'SCF'], destination_lat: ['number', 'SCF'], destination_lon: ['number', 'SCF'], stops: ['array', 'SCF'], trip_distance: ['number', 'SF'],
  trip_time: ['int', 'SF'], customer: ['string', 'SCF'], passenger: ['string', 'SCF'], phone: ['string', 'SCF'], phone_to_dial: ['string', 'SCF'], client_id: ['int', 'SCF'], client_name: ['string', 'SCF'],
  client_group_id: ['int', 'SCF'], client_group_name: ['string', 'SCF'], client_employee_id: ['int', 'SCF'], order_crew_group_id: ['int', 'SCF'], tariff_id: ['int', 'SCF'], car_mark: ['string', 'SCF'],
  car_model: ['string', 'SCF'], car_color: ['string', 'SCF'], car_number: ['string', 'SCF'], confirmed: ['string', 'SC'], crew_coords: ['object', 'SC'], order_params: ['array', 'SC'],
  creation_way: ['string', 'SCF'], is_prior: ['bool', 'SCF'], is_really_prior: ['bool', 'SC'], email: ['string', 'SCF'], prior_to_current_before_minutes: ['int', 'SC'], flight_number: ['string', 'SCF'],
  is_combined: ['bool', 'SCF'], is_part_of_combined: ['bool', 'SCF'], sum: ['number', 'SCF'], total_sum: ['number', 'SCF'], cash_sum: ['number', 'SCF'], cashless_sum: ['number', 'SCF'],
  bonus_sum: ['number', 'SCF'], bank_card_sum: ['number', 'SCF'], attribute_values: ['array', 'SCF'], is_auction: ['bool', 'SCF'], payment_pay_system: ['string', 'SCF'], comment: ['string', 'SCF'],
};

const is: Record<string, (value: unknown) => boolean> = {
  int: Number.isInteger, number: (value) => typeof value === 'number' && Number.isFinite(value), string: (value) => typeof value === 'string', bool: (value) => typeof value === 'boolean',
  time: (value) => typeof value === 'string' && /^(\d{14})?$/.test(value), array: Array.isArray, object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
};

function expectMembers(order: Record<string, unknown>, where: 'S' | 'C' | 'F'): void {
  const wanted = Object.entries(members).filter(([, [, places]]) => places.includes(where));
  expect(Object.keys(order).sort()).to.deep.equal(wanted.map(([name]) => name).sort());
  for (const [name, [type]] of wanted) expect(is[type]?.(order[name]), `${name} = ${JSON.stringify(order[name])} is ${type}`).to.equal(true);
}

describe('orders on CommonAPI', () => {
  const clock = testClock('2040-01-02T08:00:00.000Z');
  const api = useCommonApi({ TIME_ZONE: 'Europe/Moscow' }, { clock });
  const { must, call, tree, set, fill, ownAccount, item } = ordering({ get: () => api.get().server });
  let ids: Record<string, number>;
  let numbers = 0;
  const phoneOf = (id: number | undefined) => `+7916${String(id).padStart(7, '0')}`;
  const create2 = (body: object) => api.get().json('create_order2', { addresses: [{ address: `Street ${(numbers += 1)}` }], source_time: NOON, ...body });
  const made = async (body: object): Promise<number> => {
    const { code, descr, data } = await create2(body);
    expect(code, descr).to.equal(0);
    expect(data).to.deep.equal({ order_id: data.order_id });
    return data.order_id as number;
  };
  const stateOf = async (order_id: number, fields?: string) => (await api.get().get('get_order_state', { order_id, fields })).data;
  const update = (order_id: number, body: object) => api.get().json('update_order', { order_id, ...body });
  const newState = (order_id: number, new_state: number, more: Record<string, string | number> = {}) => api.get().form('change_order_state', { order_id, new_state, ...more });
  const codeOf = async (answer: Promise<{ code: number; descr: string }>) => (await answer).code;

  beforeEach(async () => {
    ids = await tree('Firm(Dept(Clerk),Other)');
    await must(call('PATCH', `/clients/${ids.Firm}`, { phones: [{ number: phoneOf(ids.Firm), main: true, identifiesCaller: true }] }));
    await fill(ids.Firm, '1000');
  });

  describe('create_order', () => {
    const create = (more: Record<string, string | number | boolean> = {}) => api.get().form('create_order', { phone: phoneOf(ids.Firm), source: `Street ${(numbers += 1)}`, source_time: NOON, ...more });

    it('makes an order of the client with the phone, and ignores what it does not know', async () => {
      const { code, data, descr } = await create({ dest: 'Station', customer: 'Mr Smith', comment: 'gate 3', source_lat: 55.5, source_lon: 37.5, is_prior: 'True', pay_system_type: 1, oper_id: 'x', test: 1, crew_group_id: 0 });
      expect(code, descr).to.equal(0);
      const order = await stateOf(data.order_id);
      expect(order).to.include({ client_id: ids.Firm, phone: phoneOf(ids.Firm), destination: 'Station', customer: 'Mr Smith', comment: 'gate 3', source_lat: 55.5, source_lon: 37.5, source_time: NOON, creation_way: 'common_api', is_prior: true });
      expect((await must(call('GET', `/orders/${data.order_id}`))).at).to.equal('2040-01-02T09:00:00.000Z');
    });

    it('100 knows its twin while that is open; the same request at the same moment makes one order', async () => {
      const twin = { source: 'Same place' };
      const first = await create(twin);
      expect(await codeOf(create(twin))).to.equal(100);
      expect(await codeOf(create({ ...twin, source_time: '20400102120100' }))).to.equal(0);
      await newState(first.data.order_id, 5);
      const again = await create(twin);
      expect(again.code).to.equal(0);
      expect(again.data.order_id).to.not.equal(first.data.order_id);
      const atOnce = await Promise.all(Array.from({ length: 10 }, () => create({ source: 'At once' })));
      expect(new Set(atOnce.filter(({ code }) => code === 0).map(({ data }) => data.order_id)).size).to.equal(1);
      expect(atOnce.every(({ code }) => code === 0 || code === 100)).to.equal(true);
    });

    it('tells each refusal by its number: 101, 102, 103, 110, 111, and 9 for uds_id=true of one library', async () => {
      expect(await codeOf(create({ tariff_id: 99_999 }))).to.equal(101);
      expect(await codeOf(create({ crew_group_id: 99_999 }))).to.equal(102);
      expect(await codeOf(create({ uds_id: 7 }))).to.equal(103);
      expect(await codeOf(api.get().form('create_order', `phone=%2B79160000000&source=x&source_time=${NOON}&uds_id=true&uds_id=0`)), 'the last one counts').to.equal(111);
      expect(await codeOf(api.get().form('create_order', `phone=%2B79160000000&source=x&source_time=${NOON}&uds_id=true`))).to.equal(9);
      expect(await codeOf(create({ phone: '+79990001122' }))).to.equal(111);
      await set(ids.Firm, 'cashForbidden', true);
      const rich = await item('/tariffs', { name: `T${(numbers += 1)}`, fare: { minimum: '5000' } });
      expect(await codeOf(create({ tariff_id: rich }))).to.equal(114);
      await must(call('POST', `/clients/${ids.Firm}/operations`, { type: 'expense', sum: rub('1100'), pastFloorReason: 'a test' }));
      expect(await codeOf(create({ tariff_id: rich }))).to.equal(115);
      await must(call('POST', `/clients/${ids.Firm}/block`, { reason: 'unpaid' }));
      const blocked = await create();
      expect(blocked.code).to.equal(110);
      expect(blocked.descr).to.include('Firm').and.to.include('unpaid');
    });
  });

  describe('create_order2', () => {
    it('keeps every member, and reads it back', async () => {
      const attribute = await item('/attributes', { name: `Child seat ${(numbers += 1)}`, type: 'flag', boundTo: ['order'] });
      const text = await item('/attributes', { name: `Board ${(numbers += 1)}`, type: 'string', boundTo: ['order'] });
      const order_id = await made({
        client_id: ids.Firm, client_employee_id: ids.Clerk, phone: '+79165554433', addresses: [{ address: 'From', lat: 55.75, lon: 37.61, zone_id: 0, parking_id: 0 }, { address: 'Over', lat: 1.5, lon: 2.5 }, { address: 'To' }],
        passenger: 'P', customer: 'C', comment: 'K', phone_to_dial: '+79165554400', server_time_offset: 120, is_prior: true, total_cost: 500.5, use_cashless: true, email: 'a@b.example',
        prior_to_current_before_minutes: 40, flight_number: 'SU 100', payment_pay_system: 'qr', need_custom_validate: false, attribute_values: [{ id: attribute, bool_value: true }, { id: text, str_value: 'Иванов' }],
      });
      const order = await stateOf(order_id);
      expectMembers(Object.fromEntries(Object.entries(order).filter(([name]) => name !== 'fact_route')), 'S');
      expect(order).to.deep.include({
        order_id, state_id: 1, state_kind: 'new_order', client_id: ids.Firm, client_name: 'Firm', client_employee_id: ids.Clerk, phone: '+79165554433', source: 'From', destination: 'To',
        source_lat: 55.75, source_lon: 37.61, destination_lat: 0, stops: [{ address: 'Over', lat: 1.5, lon: 2.5 }], passenger: 'P', customer: 'C', comment: 'K', phone_to_dial: '+79165554400',
        server_time_offset: 120, is_prior: true, is_really_prior: true, sum: 500.5, total_sum: 500.5, cashless_sum: 500.5, cash_sum: 0, bonus_sum: 0, bank_card_sum: 0, email: 'a@b.example', source_time: NOON,
        finish_time: '', prior_to_current_before_minutes: 40, flight_number: 'SU 100', payment_pay_system: 'qr', confirmed: 'not_confirmed', order_params: [attribute],
        attribute_values: [{ id: attribute, bool_value: true }, { id: text, str_value: 'Иванов' }],
      });
      expect((await must(call('GET', `/orders/${order_id}`))).extras).to.deep.include({ callBackPhone: '+79165554400', email: 'a@b.example' });
    });

    it('splits by fixed parts and by "as much as possible"; money may be exponential text, ids may be text, null is absent', async () => {
      await fill(ids.Firm, '100', 1);
      const parts = async (body: object) => {
        const { cash_sum, cashless_sum, bonus_sum } = await stateOf(await made({ client_id: String(ids.Firm), total_cost: '3e+02', ...body }), 'cash_sum,cashless_sum,bonus_sum');
        return [bonus_sum, cashless_sum, cash_sum];
      };
      expect(await parts({ cashless_sum: 120, bonus_sum: 30, tariff_id: null })).to.deep.equal([30, 120, 150]);
      expect(await parts({ use_cashless: true, cashless_sum: 1 })).to.deep.equal([0, 300, 0]);
      expect(await parts({ use_cashless: false })).to.deep.equal([0, 0, 300]);
      expect(await parts({ use_bonus: true, use_cashless: true })).to.deep.equal([70, 230, 0]);
    });

    it('100 only where check_duplicate asks for it', async () => {
      const twin = { client_id: ids.Firm, addresses: [{ address: 'Same' }] };
      await made(twin);
      await made(twin);
      expect(await codeOf(create2({ ...twin, check_duplicate: true }))).to.equal(100);
    });

    it('tells each refusal by its number', async () => {
      const firm = { client_id: ids.Firm };
      const [tariff, group] = [await item('/tariffs', { name: `T${(numbers += 1)}`, active: false }), await item('/crew-groups', { name: `G${(numbers += 1)}` })];
      const forClients = await item('/attributes', { name: `A${(numbers += 1)}`, type: 'flag', boundTo: ['client'] });
      const tries: [object, number][] = [
        [{}, 8], [{ ...firm, addresses: [] }, 9], [{ ...firm, source_time: 'tomorrow' }, 9], [{ ...firm, phone: 'x'.repeat(31) }, 9], [{ ...firm, total_cost: -1 }, 9],
        [{ ...firm, tariff_id: 99_999 }, 101], [{ ...firm, tariff_id: tariff }, 101], [{ ...firm, crew_group_id: 99_999 }, 102], [{ ...firm, uds_id: 5 }, 103], [{ client_id: 2_000_000_000 }, 104],
        [{ ...firm, addresses: [{ address: 'x', zone_id: 5 }] }, 105], [{ ...firm, addresses: [{ address: 'x', parking_id: 5 }] }, 106], [{ ...firm, client_employee_id: 2_000_000_000 }, 107],
        [{ client_id: ids.Other, client_employee_id: ids.Clerk }, 107], [{ ...firm, order_params: [2_000_000_000] }, 108], [{ ...firm, attribute_values: [{ id: 2_000_000_000, bool_value: true }] }, 108],
        [{ ...firm, attribute_values: [{ id: forClients, bool_value: true }] }, 109], [{ phone: '+79990001122' }, 111], [{ ...firm, use_cashless: true, total_cost: 2_000 }, 114],
      ];
      for (const [body, code] of tries) {
        const answer = await create2(body);
        expect(answer.code, `${JSON.stringify(body)}: ${answer.descr}`).to.equal(code);
        expect(answer.data).to.deep.equal({});
      }
      await set(ids.Firm, 'crewGroups', []);
      expect(await codeOf(create2({ ...firm, crew_group_id: group }))).to.equal(102);
      await must(call('DELETE', `/clients/${ids.Firm}/settings/crewGroups`));
      await must(call('POST', `/clients/${ids.Clerk}/block`, {}));
      expect(await codeOf(create2({ ...firm, client_employee_id: ids.Clerk }))).to.equal(112);
      await must(call('POST', `/clients/${ids.Firm}/block`, {}));
      expect(await codeOf(create2(firm)), 'the superior comes first').to.equal(110);
      await must(call('POST', `/clients/${ids.Firm}/unblock`, {}));
      await must(call('POST', `/clients/${ids.Firm}/operations`, { type: 'expense', sum: rub('1100'), pastFloorReason: 'a test' }));
      expect(await codeOf(create2({ ...firm, use_cashless: true, total_cost: 10 }))).to.equal(115);
      await set(ids.Firm, 'cashForbidden', true);
      expect(await codeOf(create2({ ...firm, use_cashless: false, total_cost: 10 }))).to.equal(116);
      await must(call('POST', `/clients/${ids.Other}/delete`, {}));
      expect(await codeOf(create2({ client_id: ids.Other }))).to.equal(104);
    });

    it('113 says what a check found, and that there is no way round it', async () => {
      await must(call('PUT', `/clients/${ids.Firm}/order-password`, { password: 'sesame' }));
      const answer = await create2({ client_id: ids.Firm });
      expect(answer.code).to.equal(113);
      expect(answer.data).to.deep.equal({ message: answer.data.message, can_create_order: false });
      expect(answer.data.message).to.be.a('string').and.include('password');
    });
  });

  describe('update_order', () => {
    it('changes what is named, leaves what is not, and "" clears', async () => {
      const attribute = await item('/attributes', { name: `A${(numbers += 1)}`, type: 'number', boundTo: ['order'] });
      const other = await item('/attributes', { name: `A${(numbers += 1)}`, type: 'flag', boundTo: ['order'] });
      const order_id = await made({ client_id: ids.Firm, total_cost: 100, use_cashless: true, comment: 'before', email: 'a@b.example', flight_number: 'SU 1', attribute_values: [{ id: attribute, num_value: 5 }] });
      expect((await update(order_id, { comment: '', customer: 'New', email: '', cost_order: 200.25, attribute_values: [{ id: other, bool_value: false }] })).text).to.equal('{"code":0,"descr":"OK","data":{}}');
      expect(await stateOf(order_id)).to.deep.include({ comment: '', customer: 'New', email: '', flight_number: 'SU 1', total_sum: 200.25, cashless_sum: 200.25, attribute_values: [{ id: attribute, num_value: 5 }, { id: other, bool_value: false }] });
      await update(order_id, { client_employee_id: ids.Clerk });
      expect(await stateOf(order_id)).to.include({ client_id: ids.Firm, client_employee_id: ids.Clerk });
      await update(order_id, { state_id: 7 });
      expect(await stateOf(order_id, 'state_kind')).to.deep.equal({ state_kind: 'driver_assigned' });
    });

    it('has numbers of its own', async () => {
      const order_id = await made({ client_id: ids.Firm, total_cost: 100, use_cashless: true });
      const forClients = await item('/attributes', { name: `A${(numbers += 1)}`, type: 'flag', boundTo: ['client'] });
      const tries: [object, number][] = [
        [{ order_id: 2_000_000_000 }, 100], [{ state_id: 99 }, 101], [{ tariff_id: 99_999 }, 102], [{ discount_id: 99_999 }, 103], [{ crew_group_id: 99_999 }, 104], [{ uds_id: 3 }, 105],
        [{ client_id: 2_000_000_000 }, 106], [{ attribute_values: [{ id: 2_000_000_000, bool_value: true }] }, 108], [{ attribute_values: [{ id: forClients, bool_value: true }] }, 109],
        [{ cost_order: 5_000 }, 111], [{ client_employee_id: 2_000_000_000 }, 114], [{ client_id: ids.Other, client_employee_id: ids.Clerk }, 114], [{ source_time: 'x' }, 9],
      ];
      for (const [body, code] of tries) {
        const answer = await update(order_id, body);
        expect(answer.code, `${JSON.stringify(body)}: ${answer.descr}`).to.equal(code);
      }
      expect(await codeOf(api.get().json('update_order', {}))).to.equal(8);
      await must(call('POST', `/clients/${ids.Clerk}/block`, {}));
      expect(await codeOf(update(order_id, { client_employee_id: ids.Clerk }))).to.equal(116);
      await must(call('POST', `/clients/${ids.Firm}/block`, {}));
      expect(await codeOf(update(order_id, { cost_order: 120 }))).to.equal(113);
      await must(call('POST', `/clients/${ids.Firm}/unblock`, {}));
      await newState(order_id, 11);
      expect(await codeOf(update(order_id, { state_id: 1 })), 'from inside the car it cannot become new').to.equal(107);
      await newState(order_id, 4);
      expect(await codeOf(update(order_id, { cost_order: 10 })), 'it has ended').to.equal(107);
    });
  });

  describe('change_order_state and check_cancel_order_penalty', () => {
    it('goes through the states, charges once, and takes the query of an empty POST', async () => {
      const order_id = await made({ client_id: ids.Firm, total_cost: 100, use_cashless: true });
      for (const [id, kind] of [[7, 'driver_assigned'], [10, 'car_at_place'], [11, 'client_inside']] as const) {
        expect((await newState(order_id, id)).data).to.deep.equal({ order_id, new_state: id });
        expect((await stateOf(order_id, 'state_kind')).state_kind).to.equal(kind);
      }
      for (let turn = 0; turn < 3; turn += 1) expect(await codeOf(newState(order_id, 4))).to.equal(0);
      expect(await codeOf(api.get().get('change_order_state', { order_id, new_state: 4 }, { method: 'POST' }))).to.equal(0);
      expect(await stateOf(order_id, 'state_kind,finish_time')).to.deep.equal({ state_kind: 'finished', finish_time: '20400102110000' });
      const [main] = (await must(call('GET', `/clients/${ids.Firm}/accounts`))).items;
      expect(main.balance.amount).to.equal('900.00');
    });

    it('100, 101, 102; an ended order stays as it is', async () => {
      const order_id = await made({ client_id: ids.Firm, total_cost: 100 });
      expect(await codeOf(newState(2_000_000_000, 7))).to.equal(100);
      expect(await codeOf(newState(order_id, 99))).to.equal(101);
      await newState(order_id, 5);
      expect(await codeOf(newState(order_id, 7))).to.equal(102);
      expect(await codeOf(newState(order_id, 4))).to.equal(102);
      expect(await codeOf(api.get().form('change_order_state', { order_id }))).to.equal(8);
    });

    it('the penalty is that of the client group, unless a sum is given, also 0', async () => {
      const { id: groupId } = (await must(call('GET', `/clients/${ids.Firm}/effective`))).settings.group.value;
      await must(call('PUT', `/groups/${groupId}/penalties`, { items: [{ state: 'new', sum: rub('50') }] }));
      const order = () => made({ client_id: ids.Firm, total_cost: 100, use_cashless: true });
      const check = (order_id: number, cancel_order_state_id: number) => api.get().get('check_cancel_order_penalty', { order_id, cancel_order_state_id });
      const balance = async () => (await must(call('GET', `/clients/${ids.Firm}/accounts`))).items[0].balance.amount;
      const first = await order();
      expect((await check(first, 5)).data).to.deep.equal({ cancel_order_penalty_sum: 50 });
      expect(await codeOf(check(2_000_000_000, 5))).to.equal(100);
      expect(await codeOf(check(first, 99))).to.equal(101);
      expect(await codeOf(check(first, 7))).to.equal(102);
      await newState(first, 5, { cancel_order_penalty_sum: 0 });
      expect(await balance()).to.equal('1000.00');
      expect(await codeOf(check(first, 5)), 'it has ended').to.equal(102);
      await newState(await order(), 5, { cancel_order_penalty_sum: '1.05e+01' });
      expect(await balance()).to.equal('989.50');
      await newState(await order(), 5);
      expect(await balance()).to.equal('939.50');
      expect(await codeOf(newState(await order(), 5, { cancel_order_penalty_sum: -1 }))).to.equal(9);
      await must(call('PUT', `/groups/${groupId}/penalties`, { items: [] }));
    });
  });

  describe('lists', () => {
    it('show the id as "id", members by their place, and only what is asked for', async () => {
      const open = await made({ client_id: ids.Firm, client_employee_id: ids.Clerk, total_cost: 10 });
      const ended = await made({ client_id: ids.Firm, total_cost: 10 });
      await newState(ended, 4);
      const current = (await api.get().get('get_current_orders', { client_id: ids.Firm })).data.orders;
      expect(current.map(({ id }: { id: number }) => id)).to.deep.equal([open]);
      expectMembers(current[0], 'C');
      const period = { start_time: '20000101000000', finish_time: '20500101000000' };
      const finished = (await api.get().get('get_finished_orders', { ...period, client_id: ids.Firm, phone: '' })).data.orders;
      expect(finished.map(({ id }: { id: number }) => id)).to.deep.equal([ended]);
      expectMembers(finished[0], 'F');
      const named = await api.get().get('get_finished_orders', { ...period, client_id: ids.Firm, fields: 'id, order_params,nothing,bill' });
      expect(named.data.orders).to.deep.equal([{ id: ended, order_params: [] }]);
      expect(Object.keys(await stateOf(open, 'fact_route,order_id')).sort()).to.deep.equal(['fact_route', 'order_id']);
    });

    it('filter by client with everybody below, by employee, by phone in any writing, by state and time', async () => {
      const a = await made({ client_id: ids.Firm, client_employee_id: ids.Clerk, phone: `8 (916) ${String(ids.Firm).padStart(7, '0')}` });
      const b = await made({ client_id: ids.Other });
      const list = async (query: Record<string, string | number>) => ((await api.get().get('get_current_orders', query)).data.orders as { id: number }[]).map(({ id }) => id);
      expect(await list({ client_id: ids.Firm as number })).to.deep.equal([b, a]);
      expect(await list({ client_id: ids.Firm as number, client_employee_id: ids.Clerk as number })).to.deep.equal([a]);
      expect(await list({ phone: phoneOf(ids.Firm) })).to.deep.equal([a]);
      expect(await list({})).to.include.members([a, b]);
      expect(await list({ client_id: ids.Firm as number, driver_id: 5 })).to.deep.equal([]);
      expect(await codeOf(api.get().get('get_current_orders', { client_id: 2_000_000_000 }))).to.equal(100);
      expect(await codeOf(api.get().get('get_current_orders', { client_id: ids.Other as number, client_employee_id: ids.Clerk as number }))).to.equal(101);
      expect(await codeOf(api.get().get('get_current_orders', { client_employee_id: ids.Clerk as number }))).to.equal(8);
      await newState(a, 4);
      await newState(b, 5);
      const ended = async (more: Record<string, string | number>) => ((await api.get().get('get_finished_orders', { start_time: NOON, finish_time: NOON, client_id: ids.Firm as number, ...more })).data.orders as { id: number }[]).map(({ id }) => id);
      expect(await ended({})).to.deep.equal([b]);
      expect(await ended({ state_type: 'finished' })).to.deep.equal([]);
      expect(await ended({ state_ids: '4;5' })).to.deep.equal([b]);
      expect(await ended({ finish_time: '20400102115959' })).to.deep.equal([]);
      expect(await codeOf(api.get().get('get_finished_orders', { start_time: NOON }))).to.equal(8);
      expect(await codeOf(api.get().get('get_finished_orders', { start_time: NOON, finish_time: NOON, state_type: 'x' }))).to.equal(9);
    });

    it('100 of get_order_state, and its own members only', async () => {
      expect(await codeOf(api.get().get('get_order_state', { order_id: 2_000_000_000 }))).to.equal(100);
      expect(await codeOf(api.get().get('get_order_state', ''))).to.equal(8);
    });
  });

  describe('tariffs and costs', () => {
    it('select_tariff_for_order says the tariff that holds at that time', async () => {
      const [plain, prize] = [await item('/tariffs', { name: `T${(numbers += 1)}` }), await item('/tariffs', { name: `T${(numbers += 1)}` })];
      await set(ids.Firm, 'tariff', plain);
      await set(ids.Firm, 'prizeTariff', prize);
      const select = (body: object) => api.get().json('select_tariff_for_order', body);
      expect((await select({ client_id: ids.Clerk, source_time: NOON, is_prize: false, addresses: { lat: 1, lon: 2 } })).data).to.deep.equal({ tariff_id: plain });
      expect((await select({ client_id: ids.Clerk, is_prize: true })).data).to.deep.equal({ tariff_id: prize });
      expect(await codeOf(select({ client_id: 2_000_000_000 }))).to.equal(100);
    });

    it('calc_order_cost and calc_order_cost2 work it out from the fare and the discount', async () => {
      const tariff_id = await item('/tariffs', { name: `T${(numbers += 1)}`, fare: { minimum: '100', includedKm: 2, perKmInTown: '10', perKmOutOfTown: '20', waitingPerMinute: '1.5' } });
      const discount_id = await item('/discounts', { name: `D${(numbers += 1)}`, percent: 10 });
      const cost = (query: Record<string, string | number>) => api.get().get('calc_order_cost', { tariff_id, distance_city: '1.2e 01', distance_country: 3, source_distance_country: 1, waiting_minutes: 2, ...query });
      expect((await cost({})).data.sum).to.equal(283);
      const discounted = await cost({ discount_id, client_id: ids.Firm as number, client_employee_id: ids.Clerk as number });
      expect(discounted.data.sum).to.equal(254.7);
      expect(discounted.data.info.map(({ sum }: { sum: string }) => sum)).to.deep.equal(['283.00', '-28.30']);
      expect((await api.get().json('calc_order_cost2', { tariff_id, discount_id, distance_city: 12, stops: [{ lat: 1, lon: 2, zone_id: 0 }] })).data.sum).to.equal(180);
      const order_id = await made({ client_id: ids.Firm, tariff_id });
      expect((await api.get().json('calc_order_cost2', { order_id, distance_city: 12 })).data.sum, 'the tariff of the order').to.equal(200);
    });

    it('tell each mistake by its number', async () => {
      const tariff_id = await item('/tariffs', { name: `T${(numbers += 1)}`, fare: { minimum: '100' } });
      const empty = await item('/tariffs', { name: `T${(numbers += 1)}` });
      const discount = await item('/discounts', { name: `D${(numbers += 1)}`, percent: 10 });
      const card = await item('/discount-cards', { number: `card-${(numbers += 1)}`, discountId: discount, active: false });
      const common: [Record<string, number>, number][] = [
        [{ tariff_id: 99_999 }, 100], [{ tariff_id: empty }, 101], [{ distance_city: -1 }, 101], [{ discount_id: 99_999 }, 102], [{ client_id: 2_000_000_000 }, 103], [{ source_zone_id: 4 }, 104], [{ dest_zone_id: 4 }, 105],
        [{ disc_card_id: 99_999 }, 106], [{ client_id: ids.Firm as number, disc_card_id: card }, 110],
      ];
      for (const [more, code] of common) {
        expect(await codeOf(api.get().get('calc_order_cost', { tariff_id, ...more })), JSON.stringify(more)).to.equal(code);
        expect(await codeOf(api.get().json('calc_order_cost2', { tariff_id, ...more })), JSON.stringify(more)).to.equal(code);
      }
      expect(await codeOf(api.get().get('calc_order_cost', { tariff_id, client_id: ids.Other as number, client_employee_id: ids.Clerk as number }))).to.equal(111);
      expect(await codeOf(api.get().get('calc_order_cost', ''))).to.equal(8);
      const more: [object, number][] = [
        [{ stops: [{ zone_id: 4 }] }, 107], [{ crew_group_id: 99_999 }, 108], [{ uds_id: 1 }, 109], [{ attribute_values: [{ id: 2_000_000_000, bool_value: true }] }, 112], [{ order_id: 2_000_000_000 }, 114],
      ];
      for (const [body, code] of more) expect(await codeOf(api.get().json('calc_order_cost2', { tariff_id, ...body })), JSON.stringify(body)).to.equal(code);
    });
  });

  it('shows the channel and the name of the user in the history of the order', async () => {
    const order_id = await made({ client_id: ids.Firm });
    const { items } = await must(call('GET', `/history?entity=order&entityId=${order_id}`));
    expect(items[0]).to.include({ action: 'order.created', channel: 'commonApi' });
  });

  it('leaves the same order as REST does', async () => {
    await ownAccount(ids.Dept);
    await fill(ids.Dept, '500');
    const wire = await made({ client_id: ids.Dept, client_employee_id: ids.Clerk, total_cost: 120, use_cashless: true, addresses: [{ address: 'A' }, { address: 'B' }], comment: 'x' });
    const rest = await must(call('POST', '/orders', { clientId: ids.Dept, employeeId: ids.Clerk, at: '2040-01-02T09:00:00Z', sum: rub('120'), pay: { useCashless: true }, addresses: [{ address: 'A' }, { address: 'B' }], comment: 'x', source: 'commonApi' }));
    const { id: _, ...expected } = rest;
    expect(await must(call('GET', `/orders/${wire}`))).to.deep.include(expected);
  });
});
