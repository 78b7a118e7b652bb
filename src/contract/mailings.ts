// Messages to one client, a group, or all with a language or tag (S-13).
import { type Static, Type } from 'typebox';
import { closed, Id, nullable, page, PageQuery } from './primitives.js';

const Channel = Type.Enum(['email', 'sms']);
export const mailingPlaceholders = ['name', 'number'] as const;

export const Audience = closed(
  {
    clientIds: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 1_000, uniqueItems: true, description: 'These clients' })),
    groupId: Type.Optional(Type.Integer({ ...Id, description: 'Clients of this client group' })),
    language: Type.Optional(Type.String({ pattern: '^[a-z]{2}$', description: 'Whose language, own or inherited, is this: ISO 639-1' })),
    tag: Type.Optional(Type.String({ minLength: 1, maxLength: 60, pattern: '^[^\\u0000-\\u001f]+$' })),
    phone: Type.Optional(Type.String({ minLength: 1, maxLength: 40, pattern: '^[^\\u0000-\\u001f]+$', description: 'Of one client, by SMS: this of its numbers instead of the main one, as it stands on the card' })),
    below: Type.Optional(Type.Boolean({ description: 'Also everybody below the clients named, or below the roots of the group' })),
  },
  { minProperties: 1, description: 'Who fits everything that is said. Deleted clients never; without clientIds, groupId and below a language or tag looks among all clients' },
);
export type Audience = Static<typeof Audience>;

export const CreateMailingInput = closed({
  channel: Channel,
  to: Audience,
  subject: Type.Optional(nullable(Type.String({ maxLength: 200, pattern: '^[^\\u0000-\\u001f]*$', description: 'Needed for mail, refused for SMS' }))),
  body: Type.String({ minLength: 1, maxLength: 10_000, pattern: '^[^\\u0000]*\\S[^\\u0000]*$', description: `Placeholders: ${mailingPlaceholders.map((name) => `{${name}}`).join(' ')} (the contract number)` }),
  dryRun: Type.Optional(Type.Boolean({ description: 'Only count' })),
});
export type CreateMailingInput = Static<typeof CreateMailingInput>;

export const MailingView = closed({
  id: Type.Integer(),
  createdAt: Type.String(),
  createdBy: Type.String(),
  channel: Channel,
  to: Audience,
  subject: nullable(Type.String()),
  body: Type.String(),
  recipients: Type.Integer(),
  unreachable: Type.Integer({ description: 'Clients that fit and have no address of this kind' }),
  waiting: Type.Integer(),
  sent: Type.Integer(),
  failed: Type.Integer(),
});
export type MailingView = Static<typeof MailingView>;
export const MailingPage = page(MailingView);

export const MailingAnswer = closed({
  mailing: nullable(Type.Unsafe<MailingView>({ ...MailingView, description: 'Null for a dry run' })),
  recipients: Type.Integer({ description: 'Different addresses' }),
  unreachable: Type.Integer(),
  first: Type.Array(closed({ id: Type.Integer(), name: Type.String(), recipient: Type.String() }), { description: 'The first of them' }),
});
export type MailingAnswer = Static<typeof MailingAnswer>;

export const ListMailingsQuery = closed(PageQuery);
