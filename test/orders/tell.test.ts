// Messages about orders (directory.md §4 tab 7): by the rules that hold for the client, in its language, each once.
import { expect } from 'chai';
import { openDatabase } from '../../src/db/database.js';
import { SendError, sendWaitingMessages } from '../../src/messages/sender.js';
import { makeDailyOrders } from '../../src/orders/make-daily.js';
import { fillTemplate, placeholdersIn } from '../../src/orders/message-texts.js';
import { tellOrderEvents } from '../../src/orders/tell.js';
import { messageEvents, placeholders } from '../../src/contract/message-templates.js';
import { useServer } from '../support/server.js';
import { ordering, rub } from './support.js';

const fail = (error: unknown) => {
  throw error;
};

describe('messages about orders', () => {
  const server = useServer();
  const { call, must, tree, order, state, set, fill } = ordering(server);
  const db = () => server.get().context.db;
  const tell = () => tellOrderEvents(db(), fail);
  let ids: Record<string, number>;
  let number = 0;
  let phone: string;
  interface Message { clientId: number; channel: string; recipient: string; subject: string | null; body: string; purpose: string; status: string; attempts: number; lastError: string | null }
  const messagesOf = async (id: number): Promise<Message[]> => (await must(call('GET', `/orders/${id}/messages`))).items.reverse();
  const make = async (more: object = {}) => must(order({ clientId: ids.Clerk, sum: rub('100'), at: '2035-03-05T05:30:00Z', addresses: [{ address: 'Station' }, { address: 'Office' }], ...more }));

  beforeEach(async () => {
    await tell();
    number += 1;
    phone = `+7 916 200-${String(number).padStart(2, '0')}-01`;
    ids = await tree('Firm(Dept(Clerk),Other)');
    await must(call('PATCH', `/clients/${ids.Firm}`, { language: 'ru', timeZone: 'Europe/Moscow' }));
    await must(call('PATCH', `/clients/${ids.Clerk}`, { email: 'clerk@firm.example', useEmail: true, phones: [{ number: `+7 916 200-${String(number).padStart(2, '0')}-02`, main: true, useForCalls: false }, { number: phone }] }));
    await set(ids.Firm, 'notifications', { orderCreated: ['email'], carAtPlace: ['sms', 'push'], orderFinished: ['email', 'sms'], orderAborted: ['sms'], dailyOrderNotMade: ['email'] });
    await fill(ids.Firm, '1000');
  });

  it('tells by the rules of the nearest superior, mail and SMS, in the language of the client, at its time', async () => {
    const { id } = await make({ passenger: 'Anna' });
    for (const step of ['driverAssigned', 'carAtPlace', 'clientInside']) await must(state(id, step, { driver: 'Ivan', car: 'А001АА' }));
    await must(state(id, 'finished', { sum: rub('120.50') }));
    expect(await tell()).to.equal(4);
    const messages = await messagesOf(id);
    expect(messages.map(({ channel, recipient, purpose, status }) => [channel, recipient, purpose, status])).to.deep.equal([
      ['email', 'clerk@firm.example', 'orderCreated', 'waiting'], ['sms', `+${phone.replace(/\D/g, '')}`, 'carAtPlace', 'waiting'],
      ['email', 'clerk@firm.example', 'orderFinished', 'waiting'], ['sms', `+${phone.replace(/\D/g, '')}`, 'orderFinished', 'waiting'],
    ]);
    expect(messages[0]).to.include({ subject: `Ваш заказ ${id}`, body: `Заказ ${id} на 5 марта, 08:30 принят.\n\nКогда: 5 марта, 08:30\nОткуда: Station\nКуда: Office\nПассажир: Anna\nСумма: 120.50 RUB` });
    expect(messages[1]?.body).to.equal(`Машина ожидает вас. Заказ ${id}.\nМашина: А001АА\nВодитель: Ivan`);
    expect((await must(call('GET', `/clients/${ids.Clerk}/messages`))).items).to.have.length(4);
  });

  it('respects what the client has chosen: no mail without useEmail, no SMS without useSms, none to numbers that are not for calls', async () => {
    await must(call('PATCH', `/clients/${ids.Clerk}`, { useEmail: false, useSms: false }));
    const { id } = await make();
    await must(state(id, 'finished'));
    expect(await tell()).to.equal(0);
    await must(call('PATCH', `/clients/${ids.Clerk}`, { useSms: true, phones: [{ number: phone, useForCalls: false }] }));
    await must(state((await make()).id, 'aborted'));
    expect(await tell()).to.equal(0);
  });

  it('an own value of the client goes before the rules of its superior, also "none"', async () => {
    await set(ids.Clerk, 'notifications', null);
    const { id } = await make();
    await tell();
    expect(await messagesOf(id)).to.deep.equal([]);
  });

  it('a refused order and a rolled-back step are never told; two processes at it tell each once', async () => {
    expect((await order({ clientId: ids.Clerk, sum: rub('99999') })).status).to.equal(409);
    const other = openDatabase({ connectionString: server.get().context.config.databaseUrl ?? '', clock: db().clock, defaults: db().defaults });
    try {
      const made = await Promise.all(Array.from({ length: 20 }, () => make({ sum: rub('1') })));
      const counts = await Promise.all([tell(), tellOrderEvents(other, fail), tell(), tellOrderEvents(other, fail)]);
      expect(counts.reduce((sum, count) => sum + count, 0)).to.equal(20);
      for (const { id } of made) expect(await messagesOf(id)).to.have.length(1);
    } finally {
      await other.close();
    }
  });

  it('what is cut off in the middle is told later, once', async () => {
    const { id } = await make();
    await db().withConnection((client) => client.query("create function break_message() returns trigger language plpgsql as $$ begin raise exception 'cut' using errcode = '40001'; end $$; create trigger break_message before insert on messages for each row execute function break_message()"));
    const failed = await tell().then(() => null, (error: unknown) => error);
    await db().withConnection((client) => client.query('drop trigger break_message on messages; drop function break_message()'));
    expect(failed).to.be.an('error');
    expect(await messagesOf(id)).to.have.length(0);
    expect(await tell()).to.equal(1);
    expect(await messagesOf(id)).to.have.length(1);
  });

  it('steps that are long over are not told, ends are', async () => {
    const { id } = await make();
    await must(state(id, 'carAtPlace'));
    await must(state(id, 'finished'));
    await db().withConnection((client) => client.query(`update order_events set at = at - interval '11 minutes' where order_id = ${id}`));
    await tell();
    expect((await messagesOf(id)).map(({ purpose }) => purpose)).to.deep.equal(['orderCreated', 'orderFinished', 'orderFinished']);
  });

  it('shows attempts and the last error; and tries again later', async () => {
    const { id } = await make();
    await tell();
    await sendWaitingMessages(db(), { email: () => Promise.reject(new SendError('The mail server is down.')), sms: null });
    expect((await messagesOf(id))[0]).to.include({ status: 'waiting', attempts: 1, lastError: 'The mail server is down.' });
    const subjects: (string | null)[] = [];
    await db().withConnection((client) => client.query("update messages set next_attempt_at = now() where status = 'waiting'"));
    await sendWaitingMessages(db(), { email: async ({ subject }) => void subjects.push(subject), sms: null });
    expect((await messagesOf(id))[0]?.status).to.equal('sent');
    expect(subjects.filter((subject) => subject === `Ваш заказ ${id}`)).to.have.length(1);
  });

  it('texts of the service go before the built-in ones, language by language, and back; unknown placeholders are refused', async () => {
    const place = '/message-templates/orderCreated/email/ru';
    expect((await call('PUT', place, { subject: 'Hi {name}', body: 'x' })).body.errors[0].path).to.equal('body/subject');
    expect((await call('PUT', place, { body: 'x' })).body.errors[0].path).to.equal('body/subject');
    expect((await call('PUT', '/message-templates/orderCreated/sms/ru', { subject: 'x', body: 'x' })).body.errors[0].path).to.equal('body/subject');
    expect(await must(call('PUT', place, { subject: 'Заказ {number}', body: 'Едем: {from} → {to}\nВодитель {driver}\n{sum}' }))).to.include({ version: 1 });
    const { id } = await make();
    await tell();
    expect((await messagesOf(id))[0]).to.include({ subject: `Заказ ${id}`, body: 'Едем: Station → Office\n100.00 RUB' });
    const { items } = await must(call('GET', '/message-templates'));
    expect(items.filter(({ version }: { version: number | null }) => version !== null)).to.have.length(1);
    expect(items).to.have.length(messageEvents.length * 2 * 3);
    expect((await call('DELETE', place)).status).to.equal(204);
    const again = await make();
    await tell();
    expect((await messagesOf(again.id))[0]?.subject).to.equal(`Ваш заказ ${again.id}`);
    await must(call('PUT', '/message-templates/orderCreated/email/de', { subject: 'Ihre Bestellung {number}', body: 'Bis gleich' }));
    await must(call('PATCH', `/clients/${ids.Clerk}`, { language: 'de' }));
    const german = await make();
    await tell();
    expect((await messagesOf(german.id))[0]?.subject).to.equal(`Ihre Bestellung ${german.id}`);
    expect((await call('DELETE', '/message-templates/orderCreated/email/de')).status).to.equal(204);
    expect((await call('DELETE', '/message-templates/orderCreated/email/de')).body.code).to.equal('item.not_found');
  });

  it('tells the head of a family what members order, as the head wants it', async () => {
    const group = await must(call('POST', '/groups', { name: `Families ${number}`, type: 'individual', familyAccountAllowed: true }));
    const head = await must(call('POST', '/clients', {
      name: 'Head', kind: 'person', groupId: group.id, email: 'head@family.example', useEmail: true, language: 'fr', familyAccount: { paymentKinds: ['cashless'], notifyOnCreated: true, notifyOnFinished: true },
      familyMembers: [{ name: 'Daughter', phone: `+7 916 201-${String(number).padStart(2, '0')}-05` }], phones: [{ number: `+7 916 201-${String(number).padStart(2, '0')}-06` }],
    }));
    await set(head.id, 'notifications', { carAtPlace: ['sms'] });
    const member = await must(call('POST', '/clients', { name: 'Wife', kind: 'employee', parentId: head.id }));
    const { id } = await must(order({ clientId: member.id, sum: rub('10'), pay: { rest: 'cash' } }));
    await must(state(id, 'finished'));
    await tell();
    expect((await messagesOf(id)).map(({ recipient, purpose, subject }) => [recipient, purpose, subject])).to.deep.equal([
      ['head@family.example', 'memberOrderCreated', 'Une course de votre famille'], ['head@family.example', 'memberOrderFinished', 'Une course de votre famille est terminée'],
    ]);
    const called = await must(order({ phone: `+7 916 201-${String(number).padStart(2, '0')}-05`, sum: rub('10'), pay: { rest: 'cash' } }));
    await must(state(called.id, 'carAtPlace'));
    await tell();
    expect((await messagesOf(called.id)).map(({ purpose, recipient }) => [purpose, recipient])).to.deep.equal([['memberOrderCreated', 'head@family.example'], ['carAtPlace', `+7916201${String(number).padStart(2, '0')}05`]]);
    const own = await must(order({ clientId: head.id, sum: rub('10'), pay: { rest: 'cash' } }));
    await tell();
    expect(await messagesOf(own.id), 'the head itself').to.deep.equal([]);
  });

  it('tells that a daily order was not made, and why', async () => {
    const daily = await must(call('POST', '/daily-orders', { clientId: ids.Clerk, weekdays: [1, 2, 3, 4, 5, 6, 7], time: '07:15' }));
    await must(call('POST', `/clients/${ids.Dept}/block`, { reason: 'debts' }));
    expect(await makeDailyOrders(db(), fail)).to.deep.equal({ made: 0, refused: 1 });
    await tell();
    const [message] = (await must(call('GET', `/clients/${ids.Clerk}/messages`))).items;
    expect(message).to.include({ purpose: 'dailyOrderNotMade', channel: 'email', subject: 'Ежедневный заказ не создан' });
    expect(message.body).to.include('07:15').and.to.include('"Dept" is blocked: debts');
    await must(call('DELETE', `/daily-orders/${daily.id}`));
  });
});

describe('texts of messages', () => {
  it('lines whose placeholders are all empty are left out; braces that are no placeholder stay', () => {
    const values = Object.fromEntries(placeholders.map((name) => [name, ''])) as Parameters<typeof fillTemplate>[1];
    expect(fillTemplate('Order {number}\nCar {car}, {driver}\nplain {x}\n', { ...values, driver: 'Ivan' })).to.equal('Car , Ivan\nplain {x}');
    expect(placeholdersIn('{a} {b}')).to.deep.equal(['a', 'b']);
    expect(fillTemplate('{car}', { ...values, car: '{driver} $&', driver: 'no' }), 'what is filled in is not read again').to.equal('{driver} $&');
  });
});
