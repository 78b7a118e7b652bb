// Sends what waits. A message is claimed for longer than any attempt lasts, in a statement of its own, so that no
// transaction stays open while a mail server thinks, and two processes never send the same one at once. A process that
// dies between the server's "accepted" and our note sends it again after the claim ran out; the same Message-ID or
// Idempotency-Key then lets the receiving side drop the second.
import type { Db } from '../db/database.js';
import { loadSql, queryRows } from '../db/sql.js';
import { type Channel, withSecret } from './messages.js';

const sql = loadSql(import.meta.url);

const AT_ONCE = 5;
const CLAIM_SECONDS = 180;
/** Minutes until the next try, after each failed one; then it is given up: two hours in all. */
const BACKOFF_MINUTES = [1, 2, 5, 10, 20, 40, 60];
const TOO_LATE_HOURS = 24;

export interface OutgoingMessage {
  /** Stays the same for every attempt at one message. */
  id: number;
  recipient: string;
  subject: string | null;
  text: string;
}

/** Hands a message over; throws SendError. */
export type Send = (message: OutgoingMessage) => Promise<void>;

/** Which channels somebody delivers. Null: nobody does, messages stay and show in the development inbox. */
export type Senders = Readonly<Record<Channel, Send | null>>;

/** `message` is for operators and names no secret; `permanent`: another attempt would fail, too. */
export class SendError extends Error {
  override name = 'SendError';
  constructor(message: string, readonly permanent = false) {
    super(message);
  }
}

interface Claimed {
  id: number;
  channel: Channel;
  recipient: string;
  subject: string | null;
  body: string;
  secret: string | null;
  attempts: number;
}

export interface Sent {
  sent: number;
  failed: number;
}

function deliveredChannels(senders: Senders): Channel[] {
  return (Object.keys(senders) as Channel[]).filter((channel) => senders[channel] !== null);
}

/** One round: everything that is due now. */
export async function sendWaitingMessages(db: Db, senders: Senders): Promise<Sent> {
  const channels = deliveredChannels(senders);
  const dayAgo = db.clock.now().minus({ hours: TOO_LATE_HOURS }).toJSDate();
  await db.transaction(async (tx) => {
    await queryRows(tx, sql('drop_old_secrets'), { day_ago: dayAgo });
    await queryRows(tx, sql('give_up_old'), { day_ago: dayAgo, channels });
  });
  const total = { sent: 0, failed: 0 };
  if (channels.length === 0) return total;
  for (;;) {
    const claimed = await claim(db, channels);
    const outcomes = await Promise.all(claimed.map((message) => attempt(db, senders[message.channel] as Send, message)));
    total.sent += outcomes.filter((sent) => sent).length;
    total.failed += outcomes.filter((sent) => !sent).length;
    if (claimed.length < AT_ONCE) return total;
  }
}

function claim(db: Db, channels: Channel[]): Promise<Claimed[]> {
  const now = db.clock.now();
  return db.transaction((tx) =>
    queryRows<Claimed>(tx, sql('claim_messages'), { channels, limit: AT_ONCE, now: now.toJSDate(), lease_until: now.plus({ seconds: CLAIM_SECONDS }).toJSDate() }),
  );
}

/** Gives whether it was handed over. What was erased or given up meanwhile is left as it is. */
async function attempt(db: Db, send: Send, { id, recipient, subject, body, secret, attempts }: Claimed): Promise<boolean> {
  const failure = await send({ id, recipient, subject, text: withSecret(body, secret) }).then(() => null, asSendError);
  const now = db.clock.now();
  if (failure === null) {
    await db.transaction((tx) => queryRows(tx, sql('mark_sent'), { id, attempts, now: now.toJSDate() }));
    return true;
  }
  const minutes = BACKOFF_MINUTES[attempts - 1];
  const final = failure.permanent || minutes === undefined;
  await db.transaction((tx) =>
    queryRows(tx, sql('mark_failed'), {
      id, attempts, final, retriable: !failure.permanent, error: failure.message.slice(0, 500), next_attempt_at: now.plus({ minutes: minutes ?? 0 }).toJSDate(),
    }),
  );
  return false;
}

function asSendError(error: unknown): SendError {
  return error instanceof SendError ? error : new SendError('The message could not be sent: an unexpected failure on our side.');
}
