import { expect } from 'chai';
import { sendWaitingMessages } from '../../src/messages/sender.js';
import { verifyDatabase } from '../../src/verify/verify.js';
import { type Answer, useServer } from '../support/server.js';

describe('messages to many (S-13)', () => {
  const server = useServer();
  const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> => server.get().call(method, path, body, { headers });
  const create = async (fields: Record<string, unknown>): Promise<number> => {
    const { status, body } = await call('POST', '/clients', fields);
    expect(status, JSON.stringify(body)).to.equal(201);
    return body.id;
  };
  const phone = (number: string) => [{ number, main: true }];
  let groupId: number;
  let root: number;
  let below: number;
  let french: number;

  before(async () => {
    groupId = (await call('POST', '/groups', { name: 'Written to', type: 'legal' })).body.id;
    root = await create({ name: 'Root', groupId, language: 'ru', email: 'root@a.example', phones: phone('+7 916 000-00-01'), number: 'K-1' });
    below = await create({ name: 'Below', parentId: root, email: 'below@a.example', phones: phone('8 916 000-00-02'), tags: ['vip'] });
    french = await create({ name: 'Française', parentId: root, language: 'fr', email: 'ROOT@a.example', phones: phone('12') });
    const deleted = await create({ name: 'Deleted', parentId: root, email: 'deleted@a.example' });
    await create({ name: 'Below the deleted', parentId: deleted, email: 'deeper@a.example' });
    await call('POST', `/clients/${deleted}/delete`, {});
    await create({ name: 'Another', email: 'another@a.example', tags: ['vip'] });
  });

  const count = async (to: object, channel = 'email') => (await call('POST', '/mailings', { channel, to, ...(channel === 'email' && { subject: 'S' }), body: 'B', dryRun: true })).body;

  it('counts before sending: roots of a group, their trees, one client, a tag, an inherited language; nobody who is deleted, no address twice', async () => {
    expect(await count({ groupId })).to.deep.include({ mailing: null, recipients: 1, unreachable: 0 });
    // The French client shares the address of the root.
    expect(await count({ groupId, below: true })).to.include({ recipients: 2, unreachable: 0 });
    expect(await count({ clientIds: [below] })).to.include({ recipients: 1 });
    expect(await count({ clientIds: [root], below: true })).to.include({ recipients: 2 });
    expect(await count({ tag: 'vip' })).to.include({ recipients: 2 });
    expect(await count({ tag: 'vip', groupId, below: true })).to.include({ recipients: 1 });
    expect((await count({ language: 'ru' })).first.map(({ id }: { id: number }) => id)).to.have.members([root, below]);
    expect((await count({ language: 'ru', clientIds: [below] })).first.map(({ id }: { id: number }) => id)).to.deep.equal([below]);
    expect((await count({ language: 'fr' })).first.map(({ id }: { id: number }) => id)).to.deep.equal([french]);
    expect(await count({ groupId, below: true }, 'sms')).to.include({ recipients: 2, unreachable: 1 });
    expect((await call('GET', '/mailings')).body.items).to.deep.equal([]);
  });

  it('writes to the chosen number of one client by SMS, and to no number that is not its own', async () => {
    const two = await create({ name: 'Two numbers', parentId: root, phones: [...phone('+7 916 000-00-11'), { number: '+7 916 000-00-12' }] });
    const chosen = async (to: object, channel = 'sms') => call('POST', '/mailings', { channel, to, ...(channel === 'email' && { subject: 'S' }), body: 'B', dryRun: true });
    expect((await chosen({ clientIds: [two] })).body.first).to.deep.equal([{ id: two, name: 'Two numbers', recipient: '+79160000011' }]);
    expect((await chosen({ clientIds: [two], phone: '+7 916 000-00-12' })).body).to.deep.include({ recipients: 1, first: [{ id: two, name: 'Two numbers', recipient: '+79160000012' }] });
    const refused: [object, string?][] = [
      [{ clientIds: [two], phone: '+7 916 000-00-01' }], [{ clientIds: [two, below], phone: '+7 916 000-00-12' }], [{ clientIds: [two], below: true, phone: '+7 916 000-00-12' }],
      [{ groupId, phone: '+7 916 000-00-12' }], [{ clientIds: [two], phone: '+7 916 000-00-12' }, 'email'],
    ];
    for (const [to, channel] of refused) {
      const { status, body } = await chosen(to, channel);
      expect(status, JSON.stringify(to)).to.equal(422);
      expect(body.errors.map(({ path }: { path: string }) => path)).to.deep.equal(['body/to/phone']);
    }
    await call('POST', `/clients/${two}/delete`, {});
  });

  it('leaves out who wants no SMS', async () => {
    await call('PATCH', `/clients/${below}`, { useSms: false });
    expect(await count({ groupId, below: true }, 'sms')).to.include({ recipients: 1, unreachable: 2 });
    await call('PATCH', `/clients/${below}`, { useSms: true });
  });

  it('queues a message for each address with its placeholders filled, once for a key, and tells how far it is', async () => {
    const body = { channel: 'sms', to: { groupId, below: true }, body: 'Dear {name}, contract {number}.' };
    const key = { 'idempotency-key': 'mailing-1' };
    const [first, again] = [await call('POST', '/mailings', body, key), await call('POST', '/mailings', body, key)];
    expect(first.status).to.equal(201);
    expect(again.body.mailing.id).to.equal(first.body.mailing.id);
    expect((await call('POST', '/mailings', { ...body, body: 'Other words' }, key)).body.code).to.equal('request.key_reused');
    const { id } = first.body.mailing;
    const { body: list } = await call('GET', `/messages?mailingId=${id}`);
    expect(list.items.map(({ client, recipient, body: text }: { client: { id: number }; recipient: string; body: string }) => [client.id, recipient, text])).to.have.deep.members([
      [root, '+79160000001', 'Dear Root, contract K-1.'], [below, '+79160000002', 'Dear Below, contract .'],
    ]);
    expect((await call('GET', `/mailings/${id}`)).body).to.include({ recipients: 2, unreachable: 1, waiting: 2, sent: 0, failed: 0, createdBy: 'admin' });
    await sendWaitingMessages(server.get().context.db, { email: null, sms: async () => undefined });
    expect((await call('GET', '/mailings')).body.items[0]).to.include({ id, waiting: 0, sent: 2 });
    const { body: history } = await call('GET', `/history?entity=mailing&entityId=${id}`);
    expect(history.items[0]).to.deep.include({ action: 'mailing.sent' });
  });

  it('refuses mail without a subject, SMS with one, placeholders that there are not, and nobody', async () => {
    for (const [input, path] of [
      [{ channel: 'email', to: { groupId }, body: 'B' }, 'body/subject'],
      [{ channel: 'sms', to: { groupId }, subject: 'S', body: 'B' }, 'body/subject'],
      [{ channel: 'sms', to: { groupId }, body: 'Dear {surname}' }, 'body/body'],
      [{ channel: 'sms', to: { tag: 'nobody has it' }, body: 'B' }, 'body/to'],
      [{ channel: 'sms', to: {}, body: 'B' }, 'body/to'],
      [{ channel: 'sms', to: { clientIds: [2_000_000_000] }, body: 'B' }, 'body/to/clientIds/0'],
      [{ channel: 'sms', to: { groupId: 2_000_000_000 }, body: 'B' }, 'body/to/groupId'],
    ] as const) {
      const { status, body } = await call('POST', '/mailings', input);
      expect([status, body.errors?.[0]?.path], JSON.stringify(input)).to.deep.equal([422, path]);
    }
  });

  it('is checked by db:verify: no address twice, no more messages than recipients', async () => {
    const { db } = server.get().context;
    const broken = async () => (await verifyDatabase(db)).filter(({ breaches }) => breaches > 0).map(({ check }) => check.id);
    const { body } = await call('POST', '/mailings', { channel: 'email', to: { clientIds: [root] }, subject: 'S', body: 'B' });
    expect(await broken()).to.deep.equal([]);
    const { id: _, ...message } = await db.prisma.message.findFirstOrThrow({ where: { mailingId: body.mailing.id } });
    const doubled = await db.prisma.message.create({ data: message });
    expect(await broken()).to.deep.equal(['mailings']);
    await db.prisma.message.delete({ where: { id: doubled.id } });
  });

  it('forgets what was written to one person alone with its personal data', async () => {
    const person = await create({ name: 'Personal', kind: 'person', email: 'personal@a.example', groupId: (await call('POST', '/groups', { name: 'Persons', type: 'individual' })).body.id });
    const { body } = await call('POST', '/mailings', { channel: 'email', to: { clientIds: [person] }, subject: 'Dear Personal', body: 'About your ring' });
    const erased = await call('POST', `/clients/${person}/erase`, {});
    expect(erased.status, JSON.stringify(erased.body)).to.be.below(300);
    const { body: left } = await call('GET', `/mailings/${body.mailing.id}`);
    expect([left.subject, left.body]).to.deep.equal(['', '']);
  });

  it('forgets the number that was chosen with its personal data', async () => {
    const groupId = (await call('POST', '/groups', { name: 'Persons with two numbers', type: 'individual' })).body.id;
    const person = await create({ name: 'Called', kind: 'person', groupId, phones: [...phone('+7 916 000-00-21'), { number: '+7 916 000-00-22' }] });
    const { body } = await call('POST', '/mailings', { channel: 'sms', to: { clientIds: [person], phone: '+7 916 000-00-22' }, body: 'The car waits' });
    expect((await call('GET', `/mailings/${body.mailing.id}`)).body.to).to.deep.equal({ clientIds: [person], phone: '+7 916 000-00-22' });
    await call('POST', `/clients/${person}/erase`, {});
    expect((await call('GET', `/mailings/${body.mailing.id}`)).body.to).to.deep.equal({ clientIds: [person] });
  });
});
