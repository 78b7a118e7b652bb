// Feedback, messages to operators, system events (commonapi.md §8.2, §8.4, §8.5).
import { saveFeedback } from '../integrations/feedback.js';
import { messageKinds, showOperatorMessage } from '../integrations/operator-messages.js';
import { commonError } from './answer.js';
import { ownError } from './errors.js';
import { type ApiRequest, type CodeTable, optional, request, required } from './request.js';
import { anything, attributeValues, id, integer, integers, oneOf, phone, text } from './values.js';

const MESSAGE_LENGTH = 4_000;
const HEADER_LENGTH = 200;
const DAY_SECONDS = 86_400;

const messageCodes: CodeTable = { 100: { on: ['item.not_found'], descr: 'Пользователи не найдены' } };
const eventCodes: CodeTable = {
  100: { descr: 'Тип системного события не «По запросу CommonAPI»' },
  101: { descr: 'Системное событие не найдено' },
  102: { descr: 'Системное событие не активно' },
};

export const messageRequests: readonly ApiRequest[] = [
  request({
    name: 'save_client_feed_back', kind: 'JSON', summary: 'Отзыв клиента; с order_id — отзыв о заказе',
    params: {
      phone: required(phone()), rating: required(integer(1, 5)), text: required(text(MESSAGE_LENGTH), { empty: 'value' }), order_id: optional(id), attribute_values: optional(attributeValues),
    },
    async handle({ db, actor, about }, { phone: number, rating, text: comment, order_id, attribute_values = [] }) {
      const feedback = { phone: number, stars: rating, text: comment, orderId: order_id || null, attributes: attribute_values };
      const clientId = await db.transaction((tx) => saveFeedback(tx, actor, feedback)).catch((error: unknown) => {
        if ((error as { code?: unknown }).code === 'order.not_found') throw commonError(9, `order_id: заказ ${order_id} не найден`);
        throw error;
      });
      if (clientId !== null) about(clientId);
      return {};
    },
  }),
  request({
    name: 'show_tm_message', kind: 'JSON', summary: 'Сообщение операторам на экран',
    params: {
      text: required(text(MESSAGE_LENGTH)), type: optional(oneOf(...messageKinds)), header: optional(text(HEADER_LENGTH)), timeout: optional(integer(0, DAY_SECONDS), { about: 'секунд; 0 — пока не закроют' }),
      users: optional(integers, { about: 'операторы; нет — все' }), color: optional(text(7), { about: '#RRGGBB' }), order_id: optional(id), car_id: optional(id, { about: 'не используется' }),
      driver_id: optional(id, { about: 'не используется' }), crew_id: optional(id, { about: 'не используется' }), client_id: optional(id),
    },
    codes: messageCodes,
    async handle({ db, actor }, { text: body, type = 'information', header, timeout = 0, users, color, order_id, client_id }) {
      if (color !== undefined && !/^#[0-9A-Fa-f]{6}$/.test(color)) throw commonError(9, 'color должен быть в виде #RRGGBB');
      await db.transaction((tx) => showOperatorMessage(tx, actor, {
        kind: type, header: header ?? null, text: body, timeoutSeconds: timeout, color: color ?? null, operatorIds: users?.length ? users : null, clientId: client_id || null, orderId: order_id || null,
      }));
      return {};
    },
  }),
  request({
    name: 'run_system_event', kind: 'JSON', summary: 'Системных событий здесь нет: код 101',
    params: { system_event_id: optional(integer()), system_event_code: optional(text(200)), json_data: optional(anything), wait_for_completion: optional(anything) }, codes: eventCodes,
    async handle(_call, { system_event_id, system_event_code }) {
      if (system_event_id === undefined && system_event_code === undefined) throw commonError(8, 'system_event_id');
      throw ownError(eventCodes, 101);
    },
  }),
];
