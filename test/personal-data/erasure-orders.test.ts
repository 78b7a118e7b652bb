// Erasure, export and retention know orders, daily orders, feedback and messages about them (directory.md §7).
import { expect } from 'chai';
import { strFromU8, unzipSync } from 'fflate';
import { makeDailyOrders } from '../../src/orders/make-daily.js';
import { listOrders } from '../../src/orders/list.js';
import { tellOrderEvents } from '../../src/orders/tell.js';
import { listCandidates } from '../../src/personal-data/retention.js';
import { verifyDatabase } from '../../src/verify/verify.js';
import { ordering, rub } from '../orders/support.js';
import { useServer } from '../support/server.js';
import { findInDatabase } from './whole-database.js';

const fail = (error: unknown) => {
  throw error;
};

describe('personal data in orders', () => {
  const server = useServer();
  const { call, must, order, state, set, fill } = ordering(server);
  const db = () => server.get().context.db;
  const sound = async () => expect((await verifyDatabase(db())).filter(({ breaches }) => breaches > 0)).to.deep.equal([]);
  let marks = 0;

  /** A person whose texts are in orders of every state, in their history, in messages and reviews. */
  async function person() {
    marks += 1;
    const mark = `zzw${marks}y`;
    const digits = `7916300${String(marks).padStart(4, '0')}`;
    const group = await must(call('POST', '/groups', { name: `Riders ${marks}`, type: 'individual', familyAccountAllowed: true }));
    const { id } = await must(call('POST', '/clients', {
      name: `Marfa ${mark}`, kind: 'person', groupId: group.id, email: `${mark}@riders.example`, useEmail: true, familyAccount: { paymentKinds: ['cashless'], notifyOnCreated: true },
    }));
    await set(id, 'notifications', { orderCreated: ['email'], orderFinished: ['email'], dailyOrderNotMade: ['email'] });
    await fill(id, '1000');
    const texts = {
      name: `Marfa ${mark}`, passenger: `Rider ${mark}`, formerPassenger: `Former ${mark}`, phone: digits, address: `Izba ${mark}`, comment: `Gate code ${mark}`, reason: `Overslept ${mark}`,
      review: `Friendly ${mark}`, driverReview: `Late ${mark}`, costCentre: `Cost ${mark}`,
    };
    const details = { passenger: texts.formerPassenger, phone: `+${digits}`, addresses: [{ address: texts.address }], comment: texts.comment, costCentre: texts.costCentre };
    const headers = { 'Idempotency-Key': `order-${mark}` };
    const body = { clientId: id, sum: rub('100'), pay: { useCashless: true }, ...details };
    const first = await must(order(body, headers));
    expect((await must(order(body, headers))).id).to.equal(first.id);
    await must(call('PATCH', `/orders/${first.id}`, { passenger: texts.passenger, sum: rub('120') }));
    await must(state(first.id, 'finished', {}, { 'Idempotency-Key': `end-${mark}` }));
    await must(call('POST', `/orders/${first.id}/feedback`, { author: 'passenger', stars: 5, comment: texts.review }));
    await must(call('POST', `/orders/${first.id}/feedback`, { author: 'driver', stars: 2, comment: texts.driverReview }));
    const second = await must(order({ ...body, passenger: texts.passenger }));
    await must(state(second.id, 'aborted', { reason: texts.reason, penalty: rub('5') }));
    const daily = await must(call('POST', '/daily-orders', { clientId: id, weekdays: [1, 2, 3, 4, 5, 6, 7], time: '08:00', pay: { useCashless: true }, ...details }));
    await must(call('PATCH', `/daily-orders/${daily.id}`, { passenger: texts.passenger }));
    await must(call('POST', `/clients/${id}/block`, { reason: 'debts' }));
    await makeDailyOrders(db(), fail);
    await must(call('POST', `/clients/${id}/unblock`, {}));
    // The member of a family below: its orders name the head.
    const member = (await must(call('POST', '/clients', { name: `Child ${marks}`, kind: 'employee', parentId: id }))).id;
    const ofMember = await must(order({ clientId: member, sum: rub('10'), pay: { useCashless: true } }));
    await must(state(ofMember.id, 'finished'));
    // Once the person's, now another's.
    const other = (await must(call('POST', '/clients', { name: `Other ${marks}`, kind: 'person' }))).id;
    const moved = await must(order({ clientId: id, sum: rub('1'), pay: { rest: 'cash' } }));
    await must(call('PATCH', `/orders/${moved.id}`, { clientId: other }));
    await tellOrderEvents(db(), fail);
    return { id, texts, orders: [first.id, second.id] as const, ofMember: ofMember.id, daily: daily.id };
  }

  it('leaves nothing of the erased texts in any table, and money, states and statistics as they were', async () => {
    const { id, texts, orders, ofMember, daily } = await person();
    const places = await findInDatabase(db(), texts);
    expect(places).to.include.members([
      'name: orders.snapshot', 'passenger: orders.passenger', 'formerPassenger: history.changes', 'address: orders.addresses', 'comment: daily_orders.comment', 'passenger: messages.body', 'reason: orders.end_reason',
      'review: order_feedback.comment', 'driverReview: client_ratings.comment', 'name: daily_orders.problem', 'costCentre: daily_orders.cost_centre', 'name: history.changes',
    ]);
    const counted = async () => [
      await must(call('GET', `/clients/${id}/statistics`)), (await must(call('GET', `/clients/${id}/accounts`))).items, (await must(call('GET', `/clients/${id}`))).rating,
      ...(await Promise.all(orders.map(async (one) => {
        const { total, parts, state: at, penalty, version } = await must(call('GET', `/orders/${one}`));
        return { total, parts, at, penalty, version };
      }))),
    ];
    const before = await counted();
    const erasure = await must(call('POST', `/clients/${id}/erase`, {}));
    expect(erasure.orders).to.equal(2);
    expect(await findInDatabase(db(), texts)).to.deep.equal([]);
    expect(await counted()).to.deep.equal(before);
    expect((await must(call('GET', `/orders/${ofMember}`))).payer).to.deep.equal({ id, name: `Erased person ${id}` });
    expect(await must(call('GET', `/daily-orders/${daily}`))).to.deep.include({ state: 'stopped', passenger: null, addresses: [], problem: null, next: null });
    await sound();
    expect(await must(call('POST', `/clients/${id}/erase`, {})), 'again').to.deep.include({ orders: 0, historyRows: 0, messages: 0 });
  });

  it('earlier orders are hidden from the person from then on, later ones are not; operators see all', async () => {
    const { id, orders } = await person();
    await must(call('POST', `/clients/${id}/erase`, {}));
    const later = await must(order({ clientId: id, sum: rub('1'), passenger: 'Back again', pay: { rest: 'cash' } }));
    const seen = async (toClient: boolean) => (await listOrders(db(), { customerId: id }, { toClient })).items.map((one) => one.id);
    expect(await seen(true)).to.deep.equal([later.id]);
    expect(await seen(false)).to.include.members([...orders, later.id]);
  });

  it('an order on its way is in the way: its driver has to find the passenger', async () => {
    const { id } = await person();
    const open = await must(order({ clientId: id, sum: rub('1'), pay: { rest: 'cash' } }));
    const refused = await call('POST', `/clients/${id}/erase`, {});
    expect([refused.status, refused.body.code, refused.body.detail]).to.deep.equal([409, 'client.in_use', `Order ${open.id} is still open: finish or abort it first.`]);
    await must(state(open.id, 'aborted'));
    expect((await call('POST', `/clients/${id}/erase`, {})).status).to.equal(200);
  });

  it('the export has orders with their feedback, and schedules', async () => {
    const { id, texts, daily } = await person();
    const response = await fetch(`${server.get().url}/api/v1/clients/${id}/personal-data-export`, { method: 'POST', headers: { authorization: `Bearer ${server.get().token}` } });
    const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
    const json = (name: string) => JSON.parse(strFromU8(files[name] as Uint8Array));
    const exported = json('orders.json') as { passenger: string; feedback: { comment: string }[]; endReason: string | null }[];
    expect(exported.map(({ passenger }) => passenger)).to.deep.equal([texts.passenger, texts.passenger]);
    expect(exported.map(({ endReason }) => endReason)).to.deep.equal([texts.reason, null]);
    expect(exported[1]?.feedback.map(({ comment }) => comment)).to.have.members([texts.review, texts.driverReview]);
    expect(json('daily-orders.json').map((one: { id: number }) => one.id)).to.deep.equal([daily]);
  });

  it('orders count as activity for the retention; open ones and schedules that go on spare the person', async () => {
    const group = await must(call('POST', '/groups', { name: `Kept briefly ${marks}`, type: 'individual', retentionMonths: 3 }));
    const make = async (name: string) => (await must(call('POST', '/clients', { name, kind: 'person', groupId: group.id }))).id as number;
    const [rider, quiet, waiting, daily] = [await make('Rider'), await make('Quiet'), await make('Waiting'), await make('Daily')];
    const ride = await must(order({ clientId: rider, sum: rub('1'), pay: { rest: 'cash' } }));
    await must(state(ride.id, 'finished'));
    const old = await must(order({ clientId: quiet, sum: rub('1'), pay: { rest: 'cash' } }));
    await must(state(old.id, 'finished'));
    await must(order({ clientId: waiting, sum: rub('1'), pay: { rest: 'cash' } }));
    await must(call('POST', '/daily-orders', { clientId: daily, weekdays: [1], time: '08:00' }));
    await db().withConnection((client) => client.query(`
      update clients set updated_at = now() - interval '4 months' where group_id = ${group.id};
      update history set at = now() - interval '4 months' where entity = 'client' and entity_id in (${rider}, ${quiet}, ${waiting}, ${daily});
      update orders set updated_at = now() - interval '4 months' where customer_id in (${quiet}, ${waiting})`));
    expect((await listCandidates(db(), {})).items.map(({ client }) => client.name)).to.deep.equal(['Quiet']);
  });
});
