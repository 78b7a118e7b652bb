// Tells clients what happened to their orders (directory.md §4 tab 7). What happened is a row of order_events, written by the
// transaction in which it did; here the rows become messages and go, in one transaction, so that each is told once. The sender
// of messages does the rest. E-mail and SMS are what the service sends itself; call and push are for who listens on the socket.
import type { FamilyAccount } from '../contract/clients.js';
import type { MessageEvent, RuledEvent } from '../contract/message-templates.js';
import type { Db, Tx } from '../db/database.js';
import { attempt } from '../db/savepoint.js';
import { isTransient } from '../db/db-errors.js';
import { loadSql, queryRows } from '../db/sql.js';
import { parseInstant } from '../lib/clock.js';
import { parsePhone } from '../lib/phone.js';
import { type Channel, queueMessage } from '../messages/messages.js';
import { effectiveSettings } from '../resolution/resolution.js';
import { type DailyOrder, findDailyOrder } from './daily-orders.js';
import { type OwnTemplates, ownTemplates, templateFor } from './message-templates.js';
import { fillTemplate, type Values } from './message-texts.js';
import { dailyValues, orderValues } from './message-values.js';
import { noticeKey } from './notices.js';
import { selectOrders } from './store.js';
import type { OrderRow } from './view.js';

const sql = loadSql(import.meta.url);

const AT_ONCE = 50;
/** "Your car is there" is of no use to anybody when the ride is over. */
const STALE_MINUTES = 10;
/** Nobody wants to hear of an order of the week before because jobs stood still. */
const TOO_LATE_HOURS = 24;
const PASSING: ReadonlySet<string> = new Set<RuledEvent>(['driverAssigned', 'carAtPlace', 'clientInside']);

interface OrderEvent {
  id: number;
  event: RuledEvent;
  orderId: number | null;
  dailyOrderId: number | null;
  at: string;
}

interface Contact {
  id: number;
  name: string;
  email: string | null;
  useEmail: boolean;
  useSms: boolean;
  country: string | null;
  familyAccount: FamilyAccount | null;
  language: string | null;
  phone: string | null;
  /** What it does not want, as noticeKey. */
  muted: string[];
}

/** Everything that has happened until now; gives how many messages were made. A fault of ours loses one event, not the rest. */
export async function tellOrderEvents(db: Db, onFault: (error: unknown) => void): Promise<number> {
  let messages = 0;
  for (;;) {
    const round = await db.transaction((tx) => tellSome(tx, onFault));
    messages += round.messages;
    if (round.events < AT_ONCE) return messages;
  }
}

async function tellSome(tx: Tx, onFault: (error: unknown) => void): Promise<{ events: number; messages: number }> {
  const events = (await queryRows<OrderEvent>(tx, sql('take_events'), { limit: AT_ONCE })).sort((a, b) => a.id - b.id);
  if (events.length === 0) return { events: 0, messages: 0 };
  const orders = new Map((await selectOrders(tx, ids(events, 'orderId'))).map((row) => [row.id, row]));
  const rules = await rulesOf(tx, [...orders.values()].map(({ customerId }) => customerId));
  const own = await ownTemplates(tx);
  let messages = 0;
  for (const event of events) {
    try {
      messages += await attempt(tx, async () => {
        if (event.dailyOrderId !== null) return tellOfDaily(tx, event.dailyOrderId, own);
        const order = orders.get(event.orderId as number);
        return order && !isStale(tx, event, order) ? tellOfOrder(tx, event.event, order, rules.get(order.customerId) ?? {}, own) : 0;
      });
    } catch (error) {
      if (isTransient(error)) throw error;
      onFault(error);
    }
  }
  return { events: events.length, messages };
}

function ids(events: readonly OrderEvent[], field: 'orderId' | 'dailyOrderId'): number[] {
  return [...new Set(events.map((event) => event[field]).filter((id) => id !== null))];
}

function isStale({ clock }: Tx, { event, at }: OrderEvent, { state }: OrderRow): boolean {
  const minutes = (clock.now().toMillis() - parseInstant(at, 'at').getTime()) / 60_000;
  return minutes > TOO_LATE_HOURS * 60 || (PASSING.has(event) && state !== event && minutes > STALE_MINUTES);
}

type Rules = Partial<Record<MessageEvent, string[]>>;

async function rulesOf(tx: Tx, clientIds: readonly number[]): Promise<Map<number, Rules>> {
  const unique = [...new Set(clientIds)];
  const effective = unique.length === 0 ? [] : await effectiveSettings(tx, unique, false);
  return new Map(unique.map((id, place) => [id, (effective[place]?.settings.notifications?.value ?? {}) as Rules]));
}

async function contactsOf(tx: Tx, clientIds: readonly number[]): Promise<Map<number, Contact>> {
  const rows = await queryRows<Contact>(tx, sql('select_contacts'), { client_ids: clientIds });
  return new Map(rows.map((row) => [row.id, row]));
}

async function tellOfOrder(tx: Tx, event: RuledEvent, order: OrderRow, rules: Rules, own: OwnTemplates): Promise<number> {
  const headId = order.snapshot.family?.headId ?? null;
  const channels = channelsOf(rules[event]);
  if (channels.length === 0 && headId === null) return 0;
  const contacts = await contactsOf(tx, [order.customerId, ...(headId === null ? [] : [headId])]);
  const customer = contacts.get(order.customerId) as Contact;
  const write = (to: Contact, what: MessageEvent, channel: Channel, recipient: string) => queueText(tx, own, { to, event: what, channel, recipient, orderId: order.id, values: orderValues(order, customer.name, to.language) });
  let told = 0;
  for (const channel of channels.filter((one) => !customer.muted.includes(noticeKey({ event, channel: one })))) {
    // A member who called is reached where the call came from, not on the phone of the head.
    const recipient = channel === 'sms' && headId === order.customerId ? numberOf(tx, customer, order.phone ?? customer.phone) : recipientOf(tx, customer, channel);
    if (recipient === null) continue;
    await write(customer, event, channel, recipient);
    told += 1;
  }
  const head = headId === null ? undefined : contacts.get(headId);
  const familyEvent = head && familyEventOf(event, head.familyAccount);
  if (!head || !familyEvent) return told;
  const channel = (['email', 'sms'] as const).find((one) => recipientOf(tx, head, one) !== null);
  if (!channel) return told;
  await write(head, familyEvent, channel, recipientOf(tx, head, channel) as string);
  return told + 1;
}

function familyEventOf(event: RuledEvent, account: FamilyAccount | null): MessageEvent | null {
  if (event === 'orderCreated' && account?.notifyOnCreated) return 'memberOrderCreated';
  if (event === 'orderFinished' && account?.notifyOnFinished) return 'memberOrderFinished';
  return null;
}

async function tellOfDaily(tx: Tx, id: number, own: OwnTemplates): Promise<number> {
  const daily: DailyOrder | null = await findDailyOrder(tx, id);
  if (!daily?.problem) return 0;
  const rules = (await rulesOf(tx, [daily.customer.id])).get(daily.customer.id) ?? {};
  const to = (await contactsOf(tx, [daily.customer.id])).get(daily.customer.id) as Contact;
  let told = 0;
  for (const channel of channelsOf(rules.dailyOrderNotMade)) {
    const recipient = recipientOf(tx, to, channel);
    if (recipient === null || to.muted.includes(noticeKey({ event: 'dailyOrderNotMade', channel }))) continue;
    await queueText(tx, own, { to, event: 'dailyOrderNotMade', channel, recipient, orderId: null, values: dailyValues(daily, to.language) });
    told += 1;
  }
  return told;
}

function channelsOf(said: readonly string[] | undefined): Channel[] {
  return (['email', 'sms'] as const).filter((channel) => said?.includes(channel));
}

/** What the client has chosen counts: useEmail, useSms. Null: it cannot be reached so. */
function recipientOf(tx: Tx, contact: Contact, channel: Channel): string | null {
  if (channel === 'email') return contact.useEmail ? contact.email : null;
  return numberOf(tx, contact, contact.phone);
}

function numberOf({ defaults }: Tx, { useSms, country }: Contact, typed: string | null): string | null {
  if (!useSms || typed === null) return null;
  const { digits, isE164 } = parsePhone(typed, country ?? defaults.phoneCountry);
  return isE164 ? `+${digits}` : null;
}

interface TextOf {
  to: Contact;
  event: MessageEvent;
  channel: Channel;
  recipient: string;
  orderId: number | null;
  values: Values;
}

async function queueText(tx: Tx, own: OwnTemplates, { to, event, channel, recipient, orderId, values }: TextOf): Promise<void> {
  const { subject, body } = templateFor(own, event, channel, to.language);
  await queueMessage(tx, {
    clientId: to.id, channel, recipient, subject: subject && fillTemplate(subject, values).replace(/\s+/g, ' '), body: fillTemplate(body, values), purpose: event, orderId,
  });
}
