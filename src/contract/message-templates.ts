// Texts of messages about orders, and what can stand in them.
import { type Static, Type } from 'typebox';
import { closed, nullable } from './primitives.js';

/** By the rules of the client (the setting `notifications`). */
export const ruledEvents = ['orderCreated', 'driverAssigned', 'carAtPlace', 'clientInside', 'orderFinished', 'orderAborted', 'dailyOrderNotMade'] as const;
export type RuledEvent = (typeof ruledEvents)[number];
/** To the head of a family, by the head's family account. */
export const familyEvents = ['memberOrderCreated', 'memberOrderFinished'] as const;
export const messageEvents = [...ruledEvents, ...familyEvents] as const;
export type MessageEvent = (typeof messageEvents)[number];

export const messageChannels = ['email', 'sms'] as const;

export const placeholders = ['number', 'client', 'passenger', 'date', 'time', 'from', 'to', 'driver', 'car', 'sum', 'reason'] as const;
export type Placeholder = (typeof placeholders)[number];

const Event = Type.Enum([...messageEvents]);
const Channel = Type.Enum([...messageChannels]);
const Language = Type.String({ pattern: '^[a-z]{2}$', description: 'ISO 639-1, such as ru' });

export const TemplateParams = closed({ event: Event, channel: Channel, language: Language });
export type TemplateParams = Static<typeof TemplateParams>;

export const TemplateInput = closed({
  subject: Type.Optional(nullable(Type.String({ minLength: 1, maxLength: 200, pattern: '^[^\\u0000-\\u001f]*\\S[^\\u0000-\\u001f]*$', description: 'Needed for mail, refused for SMS' }))),
  body: Type.String({ minLength: 1, maxLength: 4_000, pattern: '^[^\\u0000]*\\S[^\\u0000]*$', description: `A line whose placeholders are all empty is left out. Placeholders: ${placeholders.map((name) => `{${name}}`).join(' ')}` }),
  version: Type.Optional(Type.Integer({ minimum: 1, description: 'The version that the writer saw, of an own text' })),
});
export type TemplateInput = Static<typeof TemplateInput>;

export const TemplateView = closed({
  event: Event,
  channel: Channel,
  language: Type.String(),
  subject: nullable(Type.String()),
  body: Type.String(),
  version: nullable(Type.Integer({ description: 'Null: the built-in text holds' })),
});
export type TemplateView = Static<typeof TemplateView>;

export const TemplateList = closed({ items: Type.Array(TemplateView), placeholders: Type.Array(Type.Enum([...placeholders])) });
