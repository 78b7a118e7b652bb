// What orders go by, and what people thought of them.
import { Type } from 'typebox';
import { dayTypes, Feedback, Penalties } from '../contract/orders.js';
import { closed, Id, LocalDate, nullable, page, PageQuery, Text, Version } from '../contract/primitives.js';
import { command, query } from '../http/operation.js';
import { decodeCursor, encodeCursor } from '../lib/cursor.js';
import { giveFeedback, listFeedback } from '../orders/feedback.js';
import {
  changeDiscountCard, createDiscountCard, getOrderRules, listCalendar, listDiscountCards, listPenalties, removeDiscountCard, setCalendarDay, setOrderRules, setPenalties,
} from '../orders/rules.js';

const shared = { tag: 'Orders' } as const;
const params = closed({ id: Id });
const Rules = closed({ version: Type.Integer(), autoCreateGroupId: nullable(Type.Integer()) });
const DayType = Type.Enum([...dayTypes]);
const CardNumber = Type.String({ minLength: 1, maxLength: 60, pattern: '^[^\\u0000-\\u001f]*\\S[^\\u0000-\\u001f]*$' });
const CardView = closed({ id: Type.Integer(), version: Type.Integer(), number: Type.String(), discountId: Type.Integer(), active: Type.Boolean(), validFrom: nullable(Type.String()), validTo: nullable(Type.String()) });
const cardFields = { active: Type.Optional(Type.Boolean()), validFrom: Type.Optional(nullable(LocalDate)), validTo: Type.Optional(nullable(LocalDate)) };
const cardErrors = ['setting.reference_not_found', 'item.name_taken'] as const;
const FeedbackList = closed({ items: Type.Array(Feedback) });

export const orderRuleOperations = [
  query({ ...shared, id: 'getOrderRules', method: 'get', path: '/order-rules', permission: 'client.view', summary: 'What holds for all orders', response: Rules }, (db) => getOrderRules(db)),
  command(
    {
      ...shared, id: 'setOrderRules', method: 'put', path: '/order-rules', permission: 'group.manage', summary: 'Whether an order from an unknown phone makes a client, and in which group (D-25)',
      body: closed({ autoCreateGroupId: nullable(Id), version: Type.Optional(Version) }), response: Rules, errors: ['group.reference_not_found', 'conflict.version'],
    },
    (tx, actor, { body: { autoCreateGroupId }, version }) => setOrderRules(tx, actor, { autoCreateGroupId }, version),
  ),
  query(
    { ...shared, id: 'listPenalties', method: 'get', path: '/groups/{id}/penalties', permission: 'client.view', summary: 'What cancelling costs clients of a group (O-13)', params, response: Penalties, errors: ['group.not_found'] },
    async (db, _actor, { params: { id } }) => ({ items: await listPenalties(db, id) }),
  ),
  command(
    { ...shared, id: 'setPenalties', method: 'put', path: '/groups/{id}/penalties', permission: 'group.manage', summary: 'Say what cancelling costs in each state; states left out cost nothing', params, body: Penalties, response: Penalties, errors: ['group.not_found'] },
    async (tx, actor, { params: { id }, body }) => ({ items: await setPenalties(tx, actor, id, body.items) }),
  ),
  query(
    {
      ...shared, id: 'listCalendar', method: 'get', path: '/production-calendar', permission: 'client.view', summary: 'Days of a year that are not what their weekday says',
      query: closed({ year: Type.Integer({ minimum: 1900, maximum: 9998 }) }), response: closed({ items: Type.Array(closed({ day: Type.String(), type: DayType })) }),
    },
    async (db, _actor, { query: { year } }) => ({ items: await listCalendar(db, year) }),
  ),
  command(
    { ...shared, id: 'setCalendarDay', method: 'put', path: '/production-calendar/{day}', permission: 'tariff.manage', status: 204, summary: 'Say what a day is; null = what its weekday says', params: closed({ day: LocalDate }), body: closed({ type: nullable(DayType) }), response: Type.Null() },
    async (tx, actor, { params: { day }, body }) => {
      await setCalendarDay(tx, actor, day, body.type);
      return null;
    },
  ),
  query(
    { ...shared, id: 'listDiscountCards', method: 'get', path: '/discount-cards', permission: 'client.view', summary: 'Discount cards', query: closed(PageQuery), response: page(CardView), errors: ['request.cursor_invalid'] },
    async (db, _actor, { query: { limit = 50, cursor } }) => {
      const after = cursor === undefined ? null : (decodeCursor(cursor, 'discount-cards', ['id'])[0] as number);
      const cards = await listDiscountCards(db, after, limit + 1);
      return { items: cards.slice(0, limit), nextCursor: cards.length > limit ? encodeCursor('discount-cards', [cards[limit - 1]?.id]) : null };
    },
  ),
  command(
    { ...shared, id: 'createDiscountCard', method: 'post', path: '/discount-cards', permission: 'tariff.manage', status: 201, summary: 'A card that gives a discount', body: closed({ number: CardNumber, discountId: Id, ...cardFields }), response: CardView, errors: cardErrors },
    (tx, actor, { body }) => createDiscountCard(tx, actor, { active: true, validFrom: null, validTo: null, ...body }),
  ),
  command(
    {
      ...shared, id: 'changeDiscountCard', method: 'patch', path: '/discount-cards/{id}', permission: 'tariff.manage', summary: 'Change a discount card: absent = leave, null = clear', params,
      body: closed({ number: Type.Optional(CardNumber), discountId: Type.Optional(Id), ...cardFields, version: Type.Optional(Version) }), response: CardView, errors: [...cardErrors, 'item.not_found', 'conflict.version'],
    },
    (tx, actor, { params: { id }, body: { version: _, ...body }, version }) => changeDiscountCard(tx, actor, id, body, version),
  ),
  command(
    { ...shared, id: 'removeDiscountCard', method: 'delete', path: '/discount-cards/{id}', permission: 'tariff.manage', status: 204, summary: 'Remove a discount card', params, response: Type.Null(), errors: ['item.not_found'] },
    async (tx, actor, { params: { id } }) => {
      await removeDiscountCard(tx, actor, id);
      return null;
    },
  ),
  query(
    { ...shared, id: 'listFeedback', method: 'get', path: '/orders/{id}/feedback', permission: 'order.manage', summary: 'What passenger and driver thought', params, response: FeedbackList, errors: ['order.not_found'] },
    async (db, _actor, { params: { id } }) => ({ items: await listFeedback(db, id) }),
  ),
  command(
    {
      ...shared, id: 'giveFeedback', method: 'post', path: '/orders/{id}/feedback', permission: 'order.manage', status: 201, summary: 'The passenger rates the order, or the driver the client (O-12)', params,
      body: closed({ author: Type.Enum(['passenger', 'driver']), stars: Type.Integer({ minimum: 1, maximum: 5 }), comment: Type.Optional(nullable(Text)) }), response: FeedbackList, errors: ['order.not_found', 'order.reviewed', 'client.not_found'],
    },
    async (tx, actor, { params: { id }, body }) => ({ items: await giveFeedback(tx, actor, id, body) }),
  ),
];
