// What a client looks like on the wire: in lists, on its card, and in requests.
import { type Static, Type } from 'typebox';
import { closed, Cursor, Email, Id, Instant, Line, LocalDate, Name, nullable, page, Reference, Text, Version } from './primitives.js';
import { SettingKey } from './settings.js';

export const clientKinds = ['organisation', 'department', 'employee', 'person'] as const;
export type ClientKind = (typeof clientKinds)[number];
const Kind = Type.Enum([...clientKinds], { description: 'A label for icon and form (D-2)' });
const Sex = Type.Enum(['male', 'female']);
const Tags = Type.Array(Type.String({ minLength: 1, maxLength: 60, pattern: '^[^\\u0000-\\u001f]+$' }), { maxItems: 50, uniqueItems: true });
const TimeZone = Type.String({ maxLength: 64, pattern: '^[A-Za-z0-9_+\\-/]+$', description: 'IANA name, such as Europe/Moscow' });

export const PhoneInput = closed({
  number: Type.String({ minLength: 1, maxLength: 200, pattern: '^[^\\u0000-\\u001f]*[0-9][^\\u0000-\\u001f]*$', description: 'As typed; has at least one digit' }),
  main: Type.Optional(Type.Boolean()),
  useForCalls: Type.Optional(Type.Boolean()),
  identifiesCaller: Type.Optional(Type.Boolean({ description: 'Unique among clients that are not deleted' })),
});
export type PhoneInput = Static<typeof PhoneInput>;

export const Phone = closed({
  number: Type.String(),
  digits: Type.String({ description: 'E.164 digits where the number can be read so, else all its digits' }),
  main: Type.Boolean(),
  useForCalls: Type.Boolean(),
  identifiesCaller: Type.Boolean(),
});
export type Phone = Static<typeof Phone>;

const CrewIds = Type.Array(Id, { maxItems: 500, uniqueItems: true });

export const FavouriteAddress = closed({
  name: Type.Optional(Line),
  address: Type.String({ minLength: 1, maxLength: 500, pattern: '^[^\\u0000]*$' }),
  comment: Type.Optional(Line),
  latitude: Type.Optional(Type.Number({ minimum: -90, maximum: 90 })),
  longitude: Type.Optional(Type.Number({ minimum: -180, maximum: 180 })),
});

export const FamilyAccount = closed(
  {
    paymentKinds: Type.Array(Type.Enum(['cashless', 'bonus', 'card']), { uniqueItems: true, maxItems: 3 }),
    notifyOnCreated: Type.Optional(Type.Boolean()),
    notifyOnFinished: Type.Optional(Type.Boolean()),
  },
  { description: 'What members of the family may pay with, and what the head is told' },
);

export type FamilyAccount = Static<typeof FamilyAccount>;

export const Papers = closed(
  { act: Type.Optional(Text), vatInvoice: Type.Optional(Text), settlementReport: Type.Optional(Text) },
  { description: 'Data for the act, the VAT invoice and the settlement report' },
);

const Code = Type.String({ pattern: '^[A-Za-z0-9_-]{1,40}$', description: 'Latin letters, digits, - and _' });
export const marks = ['ordinary', 'good', 'inConflict'] as const;

/** Plain fields: absent = leave, null = clear. */
const optionalFields = {
  mark: Type.Optional(Type.Enum([...marks], { description: 'Shown in lists of orders' })),
  contactPerson: Type.Optional(nullable(Line)),
  responsibleManagerId: Type.Optional(nullable(Type.Integer({ ...Id, description: 'An active operator' }))),
  registeredAt: Type.Optional(Instant),
  registeredFrom: Type.Optional(nullable(Type.String({ ...Line, description: 'Address of the network that the registration came from' }))),
  useSms: Type.Optional(Type.Boolean()),
  useCalls: Type.Optional(Type.Boolean()),
  terminalAccount: Type.Optional(nullable(Type.String({ ...Code, description: 'For paying in at terminals; unique; needs an own account' }))),
  referralCode: Type.Optional(nullable(Type.String({ ...Code, description: 'Unique; needs an own account' }))),
  apiLogin: Type.Optional(nullable(Type.String({ pattern: '^[^\\s\\u0000-\\u001f]{1,100}$', description: 'For the client cabinet; unique' }))),
  familyAccount: Type.Optional(nullable(FamilyAccount)),
  familyMembers: Type.Optional(Type.Array(closed({ name: Name, phone: Type.Optional(Line) }), { maxItems: 50 })),
  favouriteAddresses: Type.Optional(Type.Array(FavouriteAddress, { maxItems: 30 })),
  favouriteCrews: Type.Optional(CrewIds),
  unwantedCrews: Type.Optional(CrewIds),
  papers: Type.Optional(nullable(Papers)),
  number: Type.Optional(nullable(Line)),
  externalId: Type.Optional(nullable(Line)),
  contractFrom: Type.Optional(nullable(LocalDate)),
  contractTo: Type.Optional(nullable(LocalDate)),
  address: Type.Optional(nullable(Text)),
  email: Type.Optional(nullable(Email)),
  useEmail: Type.Optional(Type.Boolean()),
  birthDate: Type.Optional(nullable(LocalDate)),
  sex: Type.Optional(nullable(Sex)),
  comment: Type.Optional(nullable(Text)),
  driverNote: Type.Optional(nullable(Text)),
  language: Type.Optional(nullable(Type.String({ pattern: '^[a-z]{2}(-[A-Z]{2})?$', description: 'Such as ru or en-GB' }))),
  country: Type.Optional(nullable(Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166 code' }))),
  timeZone: Type.Optional(nullable(TimeZone)),
  tags: Type.Optional(Tags),
  phones: Type.Optional(Type.Array(PhoneInput, { maxItems: 100, description: 'The whole list; at most one main' })),
  usesOwnAccount: Type.Optional(Type.Boolean()),
};

export const CreateClientInput = closed({
  name: Name,
  kind: Type.Optional(Kind),
  parentId: Type.Optional(nullable(Id)),
  groupId: Type.Optional(nullable(Id)),
  ...optionalFields,
});
export type CreateClientInput = Static<typeof CreateClientInput>;

export const DryRun = Type.Optional(Type.Boolean({ description: 'Only tell what it would do (D-5)' }));

export const ChangeClientInput = closed({
  name: Type.Optional(Name),
  kind: Type.Optional(Kind),
  groupId: Type.Optional(Id),
  ...optionalFields,
  transferRest: Type.Optional(Type.Boolean({ description: 'With usesOwnAccount false: what is on the accounts goes to the payer (D-15)' })),
  version: Type.Optional(Version),
  dryRun: DryRun,
});
export type ChangeClientInput = Static<typeof ChangeClientInput>;

export const MoveClientInput = closed({
  parentId: nullable(Id),
  groupId: Type.Optional(nullable(Id)),
  version: Type.Optional(Version),
  dryRun: DryRun,
});
export type MoveClientInput = Static<typeof MoveClientInput>;

export const BlockClientInput = closed({ reason: Type.Optional(nullable(Text)), version: Type.Optional(Version), dryRun: DryRun });
export const StateInput = closed({ version: Type.Optional(Version), dryRun: DryRun });

const stateFields = {
  blocked: Type.Boolean({ description: 'Effectively: itself or any superior' }),
  blockedBy: nullable(closed({ id: Type.Integer(), name: Type.String(), reason: nullable(Type.String()) })),
  deleted: Type.Boolean({ description: 'Effectively: itself or any superior' }),
  deletedBy: nullable(Reference),
};

export const ClientItem = closed(
  {
    id: Type.Integer(),
    version: Type.Integer(),
    name: Type.String(),
    kind: Type.String(),
    parentId: nullable(Type.Integer()),
    path: Type.Array(Reference, { description: 'All superior units, the root first' }),
    hasChildren: Type.Boolean({ description: 'Has subordinates that are not deleted' }),
    childCount: Type.Integer({ description: 'Direct subordinates that are not deleted' }),
    groupId: Type.Integer({ description: "Effective: the root's" }),
    number: nullable(Type.String()),
    phone: nullable(Type.String({ description: 'The main number, else the first' })),
    usesOwnAccount: Type.Boolean(),
    tags: Type.Array(Type.String()),
    registeredAt: Type.String(),
    ...stateFields,
  },
  { description: 'A client in a list' },
);
export type ClientItem = Static<typeof ClientItem>;
export const ClientPage = page(ClientItem);

export const ClientCard = closed(
  {
    ...(ClientItem as unknown as { properties: typeof ClientItem.properties }).properties,
    ownGroupId: nullable(Type.Integer()),
    ownBlocked: Type.Boolean(),
    blockReason: nullable(Type.String({ description: 'Of its own block' })),
    ownDeleted: Type.Boolean(),
    externalId: nullable(Type.String()),
    contractFrom: nullable(Type.String()),
    contractTo: nullable(Type.String()),
    address: nullable(Type.String()),
    email: nullable(Type.String()),
    useEmail: Type.Boolean(),
    birthDate: nullable(Type.String()),
    sex: nullable(Type.String()),
    comment: nullable(Type.String()),
    driverNote: nullable(Type.String()),
    language: nullable(Type.String()),
    country: nullable(Type.String()),
    timeZone: nullable(Type.String()),
    mark: Type.String(),
    contactPerson: nullable(Type.String()),
    responsibleManagerId: nullable(Type.Integer()),
    registeredAt: Type.String(),
    registeredFrom: nullable(Type.String()),
    registeredBy: nullable(Type.String()),
    erasedAt: nullable(Type.String({ description: 'When personal data was erased' })),
    useSms: Type.Boolean(),
    useCalls: Type.Boolean(),
    terminalAccount: nullable(Type.String()),
    referralCode: nullable(Type.String()),
    apiLogin: nullable(Type.String()),
    hasApiPassword: Type.Boolean(),
    hasOrderPassword: Type.Boolean({ description: 'Orders need a password' }),
    rating: closed({ value: nullable(Type.Number()), count: Type.Integer(), resetAt: nullable(Type.String()) }, { description: 'Mean since the last reset' }),
    familyAccount: nullable(FamilyAccount),
    familyMembers: Type.Array(closed({ name: Type.String(), phone: Type.Optional(Type.String()) })),
    favouriteAddresses: Type.Array(FavouriteAddress),
    favouriteCrews: Type.Array(Type.Integer()),
    unwantedCrews: Type.Array(Type.Integer()),
    papers: nullable(Papers),
    phones: Type.Array(Phone),
    settings: Type.Record(Type.String(), Type.Unknown(), { description: 'Own values only; the effective ones are at /effective' }),
    createdAt: Type.String(),
    updatedAt: Type.String(),
  },
  { description: 'A client with all its own fields' },
);
export type ClientCard = Static<typeof ClientCard>;

/** What a change would do, or did (D-5). */
export const Consequences = closed({
  clients: Type.Integer({ description: 'Clients looked at: the one itself and all below' }),
  changed: Type.Record(Type.String(), Type.Integer(), { description: 'How many clients get another effective value, per setting' }),
  first: Type.Array(closed({ id: Type.Integer(), name: Type.String(), settings: Type.Array(Type.String()) }), { description: 'The first of them' }),
});
export type Consequences = Static<typeof Consequences>;

/** The card, or with dryRun what would happen. */
export const CardOrPreview = Type.Unsafe<ClientCard | { dryRun: true; consequences: Consequences }>({
  anyOf: [ClientCard, closed({ dryRun: Type.Boolean(), consequences: Consequences })],
});

export const listStates = ['active', 'deleted'] as const;
export const listScopes = ['roots', 'children', 'subtree', 'all'] as const;
const sortedBy = ['name', 'number', 'id', 'superior', 'phone', 'group', 'state', 'ownAccount', 'tag', 'childCount', 'registered', 'balance'] as const;
export const listSorts = [...sortedBy, ...sortedBy.map((name) => `-${name}` as const), 'tree'] as const;

export const ListClientsQuery = closed({
  parentId: Type.Optional(Id),
  scope: Type.Optional(Type.Enum([...listScopes], { description: 'roots; children or subtree of parentId; all. Default: children with parentId, all with q or phone, else roots' })),
  q: Type.Optional(Type.String({ maxLength: 200, pattern: '^[^\\u0000]*$', description: 'Text in name or contract number (D-22, D-24)' })),
  phone: Type.Optional(Type.String({ maxLength: 60, pattern: '^[^\\u0000]*[0-9][^\\u0000]*$', description: 'Any part of any number (D-23)' })),
  groupId: Type.Optional(Id),
  tag: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
  blocked: Type.Optional(Type.Boolean({ description: 'Effectively blocked or not' })),
  kind: Type.Optional(Kind),
  contract: Type.Optional(Type.Enum(['expired', 'valid'])),
  ownAccount: Type.Optional(Type.Boolean()),
  mark: Type.Optional(Type.Enum([...marks])),
  managerId: Type.Optional(Type.Integer({ ...Id, description: 'The responsible manager, an operator' })),
  fundsBelow: Type.Optional(Type.String({ pattern: '^-?\\d{1,12}(\\.\\d{1,2})?$', description: 'Own account with less than this left above its effective balance floor; 0 = below the floor. Needs balance.see' })),
  state: Type.Optional(Type.Enum([...listStates])),
  sort: Type.Optional(Type.Enum([...listSorts], {
    description: 'What is empty comes last. superior: the one directly above; phone: the main number, else the first; tag: the first one; balance: of the own account, needs balance.see; tree: of a whole subtree without filters',
  })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  cursor: Type.Optional(Cursor),
});
export type ListClientsQuery = Static<typeof ListClientsQuery>;

export const SettingInput = closed({ value: Type.Unknown(), version: Type.Optional(Version), dryRun: DryRun });
export const ClientParams = closed({ id: Id });
export const ClientSettingParams = closed({ id: Id, key: SettingKey });
