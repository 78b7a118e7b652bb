import { expect } from 'chai';
import { DateTime } from 'luxon';
import type { Clock } from '../../src/lib/clock.js';
import { mailSender } from '../../src/messages/mail.js';
import { getMessage, listMessages, type NewMessage, queueMessage, retryMessage, SECRET_PLACE } from '../../src/messages/messages.js';
import { type Send, SendError, type Senders, sendWaitingMessages } from '../../src/messages/sender.js';
import { smsSender } from '../../src/messages/sms.js';
import { useDatabase } from '../support/database.js';
import { type MailServer, type SmsGateway, startMailServer, startSmsGateway } from './support.js';

let now = DateTime.utc() as DateTime<true>;
const clock: Clock = { now: () => now };
const pass = (duration: Record<string, number>) => {
  now = now.plus(duration);
};

describe('sending messages', () => {
  const test = useDatabase(clock);
  let mail: MailServer;
  let gateway: SmsGateway;
  let senders: Senders;
  before(async () => {
    [mail, gateway] = await Promise.all([startMailServer(), startSmsGateway()]);
    senders = {
      email: mailSender({ url: mail.url, from: 'Taxi <taxi@example.com>', host: 'example.com' }),
      sms: smsSender({ url: gateway.url, token: 'gateway-token', from: 'Taxi' }),
    };
  });
  after(() => Promise.all([mail.close(), gateway.close()]));
  beforeEach(async () => {
    mail.mails.length = 0;
    mail.refuse = null;
    gateway.got.length = 0;
    gateway.status = 202;
    await test.db.prisma.message.deleteMany();
  });

  const queue = (more: Partial<NewMessage> = {}) =>
    test.db.transaction((tx) => queueMessage(tx, { clientId: null, channel: 'email', recipient: 'somebody@example.org', subject: 'Тема', body: 'Здравствуйте!', purpose: 'test', ...more }));
  const counting = (result: (attempt: number) => void): Send & { attempts: number } => {
    const send = Object.assign(
      () => {
        send.attempts += 1;
        return Promise.resolve().then(() => result(send.attempts));
      },
      { attempts: 0 },
    );
    return send;
  };

  it('hands mail over to the mail server of SMTP_URL, once', async () => {
    const id = await queue();
    expect(await sendWaitingMessages(test.db, senders)).to.deep.equal({ sent: 1, failed: 0 });
    expect(await sendWaitingMessages(test.db, senders)).to.deep.equal({ sent: 0, failed: 0 });
    expect(mail.mails).to.have.length(1);
    const [got] = mail.mails;
    expect(got).to.include({ from: 'taxi@example.com' });
    expect(got?.to).to.deep.equal(['somebody@example.org']);
    expect(got?.text).to.contain('Здравствуйте!');
    expect(got?.raw).to.contain(`<message-${id}@example.com>`);
    expect(await getMessage(test.db, id)).to.include({ status: 'sent', attempts: 1, lastError: null, sentAt: now.toISO() });
  });

  it('posts SMS to the gateway of SMS_URL in the documented shape', async () => {
    const id = await queue({ channel: 'sms', recipient: '+79161234567', subject: null, body: 'Машина у подъезда' });
    await sendWaitingMessages(test.db, senders);
    expect(gateway.got.map(({ body }) => body)).to.deep.equal([{ id: String(id), to: '+79161234567', from: 'Taxi', text: 'Машина у подъезда' }]);
    expect(gateway.got[0]?.headers).to.include({ authorization: 'Bearer gateway-token', 'idempotency-key': `sms-${id}` });
  });

  it('sends the one-time link, and keeps it no longer than that', async () => {
    const secret = 'https://example.org/set?token=SECRET-TOKEN';
    const id = await queue({ body: `Hello ${SECRET_PLACE}, here: ${SECRET_PLACE}`, secret });
    expect(JSON.stringify(await listMessages(test.db, {}))).not.to.contain('SECRET-TOKEN');
    await sendWaitingMessages(test.db, senders);
    expect(mail.mails[0]?.text).to.contain(`Hello ${SECRET_PLACE}, here: ${secret}`);
    expect(await test.db.prisma.message.findUniqueOrThrow({ where: { id }, select: { secret: true, body: true } })).to.deep.equal({ secret: null, body: `Hello ${SECRET_PLACE}, here: ${SECRET_PLACE}` });
  });

  it('tries again later, with growing pauses, and gives up after eight attempts', async () => {
    const send = counting(() => {
      throw new SendError('The mail server cannot be reached.');
    });
    const id = await queue({ secret: 'a link', body: SECRET_PLACE });
    const round = () => sendWaitingMessages(test.db, { ...senders, email: send });
    await round();
    await round();
    expect(send.attempts).to.equal(1);
    for (const minutes of [1, 2, 5, 10, 20, 40, 60]) {
      pass({ minutes, seconds: -1 });
      expect(await round()).to.deep.equal({ sent: 0, failed: 0 });
      pass({ seconds: 1 });
      expect(await round()).to.deep.equal({ sent: 0, failed: 1 });
    }
    expect(await getMessage(test.db, id)).to.include({ status: 'failed', attempts: 8, lastError: 'The mail server cannot be reached.' });
    pass({ hours: 2 });
    expect(await round()).to.deep.equal({ sent: 0, failed: 0 });
    await test.db.transaction((tx) => retryMessage(tx, id));
    await sendWaitingMessages(test.db, senders);
    expect(mail.mails[0]?.text).to.contain('a link');
  });

  it('gives up at once what the other side refuses for good, and says why in plain words', async () => {
    mail.refuse = { code: 550, text: 'no such user here' };
    const letter = await queue({ secret: 'a link', body: SECRET_PLACE });
    gateway.status = 400;
    const sms = await queue({ channel: 'sms', recipient: '+70000000000' });
    await sendWaitingMessages(test.db, senders);
    expect(await getMessage(test.db, letter)).to.include({ status: 'failed', attempts: 1 });
    expect((await getMessage(test.db, letter)).lastError).to.match(/^The mail server refused the recipient\. It said: .*no such user here/);
    expect(await getMessage(test.db, sms)).to.include({ status: 'failed', lastError: 'The SMS gateway refused the message with status 400.' });
    const again = await test.db.transaction((tx) => retryMessage(tx, letter)).catch((error: unknown) => error);
    expect(again).to.include({ code: 'message.state', message: 'The link in the message does not work any more. Send a new one.' });
  });

  it('tries again what the other side refuses for now', async () => {
    mail.refuse = { code: 451, text: 'try later' };
    const letter = await queue();
    gateway.status = 503;
    const sms = await queue({ channel: 'sms', recipient: '+70000000000' });
    await sendWaitingMessages(test.db, senders);
    expect((await getMessage(test.db, letter)).status).to.equal('waiting');
    expect((await getMessage(test.db, sms)).status).to.equal('waiting');
    mail.refuse = null;
    gateway.status = 200;
    pass({ minutes: 2 });
    await sendWaitingMessages(test.db, senders);
    expect((await getMessage(test.db, letter)).status).to.equal('sent');
    expect((await getMessage(test.db, sms)).status).to.equal('sent');
  });

  it('survives a mail server and a gateway that are not there', async () => {
    const nobody = { email: mailSender({ url: 'smtp://127.0.0.1:1', from: 'a@example.com', host: 'example.com' }), sms: smsSender({ url: 'http://127.0.0.1:1/', token: null, from: null }) };
    const ids = [await queue(), await queue({ channel: 'sms', recipient: '+70000000000' })];
    await sendWaitingMessages(test.db, nobody);
    const errors = await Promise.all(ids.map(async (id) => (await getMessage(test.db, id)).lastError));
    expect(errors).to.deep.equal(['The mail server cannot be reached, or cut the connection.', 'The SMS gateway cannot be reached.']);
  });

  it('never sends one message twice, however many processes send', async () => {
    const ids = await Promise.all(Array.from({ length: 30 }, () => queue()));
    await Promise.all(Array.from({ length: 4 }, () => sendWaitingMessages(test.db, senders)));
    const seen = mail.mails.map(({ raw }) => /<message-(\d+)@/.exec(raw)?.[1]).sort();
    expect(seen).to.deep.equal(ids.map(String).sort());
  });

  it('takes over what a dead process had claimed, but only after a while', async () => {
    const id = await queue();
    await test.db.prisma.message.update({ where: { id }, data: { attempts: 1, nextAttemptAt: now.plus({ minutes: 3 }).toJSDate() } });
    expect(await sendWaitingMessages(test.db, senders)).to.deep.equal({ sent: 0, failed: 0 });
    pass({ minutes: 3 });
    expect(await sendWaitingMessages(test.db, senders)).to.deep.equal({ sent: 1, failed: 0 });
  });

  it('leaves a channel that nobody delivers alone, and drops its links after a day', async () => {
    const id = await queue({ secret: 'a link', body: SECRET_PLACE });
    const none: Senders = { email: null, sms: null };
    await sendWaitingMessages(test.db, none);
    expect((await getMessage(test.db, id)).status).to.equal('waiting');
    pass({ hours: 25 });
    await sendWaitingMessages(test.db, none);
    expect(await getMessage(test.db, id)).to.include({ status: 'failed', lastError: 'The link in it does not work any more.' });
    expect(await test.db.prisma.message.findUniqueOrThrow({ where: { id }, select: { secret: true } })).to.deep.equal({ secret: null });
  });

  it('does not send what waited for more than a day', async () => {
    const id = await queue();
    pass({ hours: 25 });
    await sendWaitingMessages(test.db, senders);
    expect(mail.mails).to.have.length(0);
    expect(await getMessage(test.db, id)).to.include({ status: 'failed', lastError: 'It waited for more than a day and would come too late.' });
  });
});
