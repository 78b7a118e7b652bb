// What clients see in their cabinet. Nothing here can name anybody outside of the signed-in client's own subtree: who is
// above is {kind: 'above'}, without id and name (C-3).
import { type Static, type TProperties, Type } from 'typebox';
import { ChangeClientInput, clientKinds, Consequences, CreateClientInput, FavouriteAddress, Phone } from './clients.js';
import { closed, Cursor, Id, nullable, page, Reference, Text, Version } from './primitives.js';
import { type CabinetRight, cabinetRights } from './rights.js';

export const Someone = closed(
  { kind: Type.Enum(['client', 'above']), id: Type.Optional(Type.Integer()), name: Type.Optional(Type.String()) },
  { description: 'A client of the own subtree by id and name; above: somebody else, who is not named' },
);
export type Someone = Static<typeof Someone>;

export const accessStates = ['none', 'invited', 'expired', 'active'] as const;
const Access = Type.Enum([...accessStates], { description: 'none: no login, or one that nobody was invited with; invited: a link is on its way and was not used; expired: nor will it be; active: has a password' });

const CabinetPath = Type.Array(Reference, { description: 'The superior units up to the signed-in client, that one first' });

export const CabinetClientItem = closed(
  {
    id: Type.Integer(),
    version: Type.Integer(),
    name: Type.String(),
    kind: Type.String(),
    parentId: nullable(Type.Integer({ description: 'Null for the signed-in client itself' })),
    path: CabinetPath,
    hasChildren: Type.Boolean(),
    childCount: Type.Integer(),
    number: nullable(Type.String({ description: 'Of the contract' })),
    phone: nullable(Type.String()),
    usesOwnAccount: Type.Boolean(),
    blocked: Type.Boolean({ description: 'Effectively: itself or any superior' }),
    blockedBy: nullable(closed({ by: Someone, reason: nullable(Type.String()) })),
    deleted: Type.Boolean({ description: 'Effectively: itself or any superior' }),
    deletedBy: nullable(Someone),
    access: Access,
  },
  { description: 'A client of the own subtree in a list' },
);
export type CabinetClientItem = Static<typeof CabinetClientItem>;
export const CabinetClientPage = page(CabinetClientItem);

/** Own fields that the cabinet shows and changes. */
export const cabinetFields = [
  'externalId', 'address', 'email', 'useEmail', 'useSms', 'birthDate', 'sex', 'driverNote', 'language', 'timeZone', 'favouriteAddresses', 'favouriteCrews', 'unwantedCrews',
] as const;

function optional<T extends { properties: TProperties }, K extends keyof T['properties'] & string>(schema: T, names: readonly K[]): Pick<T['properties'], K> {
  return Object.fromEntries(names.map((name) => [name, schema.properties[name]])) as never;
}

export const CabinetClientCard = closed(
  {
    ...(CabinetClientItem as unknown as { properties: typeof CabinetClientItem.properties }).properties,
    ownBlocked: Type.Boolean(),
    blockReason: nullable(Type.String({ description: 'Of its own block' })),
    ownDeleted: Type.Boolean(),
    login: nullable(Type.String({ description: 'For the cabinet' })),
    contractFrom: nullable(Type.String()),
    contractTo: nullable(Type.String()),
    externalId: nullable(Type.String()),
    address: nullable(Type.String()),
    email: nullable(Type.String()),
    useEmail: Type.Boolean(),
    useSms: Type.Boolean(),
    birthDate: nullable(Type.String()),
    sex: nullable(Type.String()),
    driverNote: nullable(Type.String()),
    language: nullable(Type.String()),
    timeZone: nullable(Type.String()),
    phones: Type.Array(Phone),
    favouriteAddresses: Type.Array(FavouriteAddress),
    favouriteCrews: Type.Array(Type.Integer()),
    unwantedCrews: Type.Array(Type.Integer()),
    hasOrderPassword: Type.Boolean({ description: 'Orders need a password' }),
    erasedAt: nullable(Type.String()),
    createdAt: Type.String(),
    updatedAt: Type.String(),
  },
  { description: 'A client of the own subtree' },
);
export type CabinetClientCard = Static<typeof CabinetClientCard>;

export const CabinetCardOrPreview = Type.Unsafe<CabinetClientCard | { dryRun: true; consequences: Consequences }>({
  anyOf: [CabinetClientCard, closed({ dryRun: Type.Boolean(), consequences: Consequences })],
});

export const CabinetSource = closed(
  { kind: Type.Enum(['own', 'client', 'above', 'service']), id: Type.Optional(Type.Integer()), name: Type.Optional(Type.String()) },
  { description: 'own; client: a superior unit in the own subtree; above: another superior; service: the taxi service' },
);
export type CabinetSource = Static<typeof CabinetSource>;

export const CabinetEffective = closed({
  id: Type.Integer(),
  name: Type.String(),
  payer: Someone,
  settings: Type.Record(Type.String(), closed({ value: Type.Unknown(), source: CabinetSource }), { description: 'Keys of the settings that concern clients; rights are true or false' }),
});
export type CabinetEffective = Static<typeof CabinetEffective>;

const Kind = Type.Enum([...clientKinds]);
const Text200 = Type.String({ maxLength: 200, pattern: '^[^\\u0000]*$' });

export const CabinetListClientsQuery = closed({
  parentId: Type.Optional(Type.Integer({ ...Id, description: 'The signed-in client itself if not said' })),
  scope: Type.Optional(Type.Enum(['children', 'subtree'], { description: 'Default: subtree with q, phone or state=deleted, else children' })),
  q: Type.Optional(Text200),
  phone: Type.Optional(Type.String({ maxLength: 60, pattern: '^[^\\u0000]*[0-9][^\\u0000]*$', description: 'Any part of any number (D-23)' })),
  kind: Type.Optional(Kind),
  blocked: Type.Optional(Type.Boolean({ description: 'Effectively blocked or not' })),
  ownAccount: Type.Optional(Type.Boolean()),
  state: Type.Optional(Type.Enum(['active', 'deleted'])),
  sort: Type.Optional(Type.Enum(['name', '-name', 'id', '-id', 'tree'], { description: 'tree: of a whole subtree without filters' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  cursor: Type.Optional(Cursor),
});
export type CabinetListClientsQuery = Static<typeof CabinetListClientsQuery>;

const writable = optional(ChangeClientInput, ['name', 'kind', 'phones', ...cabinetFields]);
const DryRun = Type.Optional(Type.Boolean({ description: 'Only tell what it would do (D-5)' }));

export const CabinetCreateClientInput = closed({
  ...optional(CreateClientInput, ['kind', 'phones', ...cabinetFields]),
  name: CreateClientInput.properties.name,
  parentId: Type.Optional(Type.Integer({ ...Id, description: 'The signed-in client itself if not said' })),
  usesOwnAccount: Type.Optional(Type.Boolean({ description: 'Only where the signed-in client uses its own (D-14)' })),
});

export const CabinetChangeClientInput = closed({ ...writable, version: Type.Optional(Version), dryRun: DryRun });
export const CabinetMoveInput = closed({ parentId: Id, version: Type.Optional(Version), dryRun: DryRun });
export const CabinetBlockInput = closed({ reason: Type.Optional(nullable(Text)), version: Type.Optional(Version), dryRun: DryRun });
export const CabinetStateInput = closed({ version: Type.Optional(Version), dryRun: DryRun });

const Ids = Type.Array(Id, { minItems: 1, maxItems: 200, uniqueItems: true });
export const bulkActs = ['move', 'block', 'unblock', 'delete', 'restore', 'invite'] as const;
export const CabinetBulkInput = closed({
  ids: Ids,
  act: Type.Enum([...bulkActs]),
  parentId: Type.Optional(Type.Integer({ ...Id, description: 'move: where to' })),
  reason: Type.Optional(nullable(Text)),
  dryRun: DryRun,
});
const CabinetBulkResult = closed({ items: Type.Array(closed({ id: Type.Integer(), version: Type.Integer() }), { description: 'Each client as it is now, in the order of ids' }) });
export const CabinetBulkOrPreview = Type.Unsafe<Static<typeof CabinetBulkResult> | { dryRun: true; consequences: Consequences }>({
  anyOf: [CabinetBulkResult, closed({ dryRun: Type.Boolean(), consequences: Consequences })],
});

export const CabinetOwnAccountInput = closed({
  usesOwnAccount: Type.Boolean(),
  transferRest: Type.Optional(Type.Boolean({ description: 'With usesOwnAccount false: what is on the accounts goes to the payer (D-15)' })),
  version: Type.Optional(Version),
  dryRun: DryRun,
});

const Rights = Type.Array(Type.Enum([...cabinetRights]), { maxItems: cabinetRights.length, uniqueItems: true });
export const CabinetRightsInput = closed({
  grant: Type.Optional(Type.Unsafe<CabinetRight[]>({ ...Rights, description: 'Take back what is forbidden on the client itself' })),
  withdraw: Type.Optional(Type.Unsafe<CabinetRight[]>({ ...Rights, description: 'Forbid it on the client, and so to all below it' })),
  dryRun: DryRun,
});
const RightView = closed({
  right: Type.Enum([...cabinetRights]),
  has: Type.Boolean({ description: 'Effectively' }),
  forbidden: Type.Boolean({ description: 'On the client itself' }),
  source: CabinetSource,
  mayChange: Type.Boolean({ description: 'The signed-in client has it, and this client is below it (D-14)' }),
});
export const CabinetRights = closed({ id: Type.Integer(), version: Type.Integer(), items: Type.Array(RightView) });
export type CabinetRights = Static<typeof CabinetRights>;
export const CabinetRightsOrPreview = Type.Unsafe<CabinetRights | { dryRun: true; consequences: Consequences }>({
  anyOf: [CabinetRights, closed({ dryRun: Type.Boolean(), consequences: Consequences })],
});

export const CabinetCrewGroups = closed({
  allowed: nullable(Type.Array(Reference, { description: 'Effectively; null: all' })),
  ownAllowed: nullable(Type.Array(Type.Integer(), { description: 'Said on the client itself; null: inherited' })),
  default: nullable(Reference),
  ownDefault: nullable(Type.Integer()),
  choice: Type.Array(Reference, { description: 'What the signed-in client may choose from' }),
});
export type CabinetCrewGroups = Static<typeof CabinetCrewGroups>;
export const CabinetCrewGroupsInput = closed({
  allowed: Type.Optional(nullable(Type.Array(Id, { maxItems: 1_000, uniqueItems: true, description: 'Null: inherited' }))),
  default: Type.Optional(nullable(Type.Integer({ ...Id, description: 'Null: inherited' }))),
});
