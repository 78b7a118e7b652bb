// A change of one client as data: what can be scheduled for a date (D-9), and what an undo is made of.
import { type Static, Type } from 'typebox';
import { ChangeClientInput } from './clients.js';
import { Cursor, closed, Id, Instant, nullable, PageQuery, page, Text, Version } from './primitives.js';
import { SettingKey } from './settings.js';

export const changeKinds = ['setting', 'inherit', 'move', 'delete', 'restore', 'block', 'unblock', 'group', 'fields'] as const;
export type ChangeKind = (typeof changeKinds)[number];

const { version: _, dryRun: __, groupId: ___, ...fields } = ChangeClientInput.properties;
export const ScheduledFields = closed(fields, { description: 'For fields: as in a change of the card; absent = leave, null = clear' });

export type ScheduledFields = Static<typeof ScheduledFields>;

export const ClientChangeInput = closed(
  {
    kind: Type.Enum([...changeKinds]),
    key: Type.Optional(Type.String({ ...SettingKey, description: 'For setting and inherit' })),
    value: Type.Optional(Type.Unknown({ description: 'For setting; null = explicitly none' })),
    parentId: Type.Optional(nullable(Type.Integer({ ...Id, description: 'For move; null makes it a root' }))),
    groupId: Type.Optional(Type.Integer({ ...Id, description: 'For group; for move to a root' })),
    reason: Type.Optional(nullable(Type.String({ ...Text, description: 'For block' }))),
    fields: Type.Optional(ScheduledFields),
  },
  { description: 'A change of a client: kind says which members it needs' },
);
export type ClientChangeInput = Static<typeof ClientChangeInput>;

export type ClientChange =
  | { kind: 'setting'; key: string; value: unknown }
  | { kind: 'inherit'; key: string }
  | { kind: 'move'; parentId: number | null; groupId?: number }
  | { kind: 'delete' | 'restore' | 'unblock' }
  | { kind: 'block'; reason: string | null }
  | { kind: 'group'; groupId: number }
  | { kind: 'fields'; fields: ScheduledFields };

export const scheduledStates = ['pending', 'applied', 'failed', 'cancelled'] as const;

export const ScheduledChange = closed(
  {
    id: Type.Integer(),
    version: Type.Integer(),
    clientId: Type.Integer(),
    clientName: nullable(Type.String({ description: 'Null: the client was removed for good' })),
    at: Type.String({ description: 'From when it is to hold' }),
    change: ClientChangeInput,
    status: Type.Enum([...scheduledStates]),
    reason: nullable(Type.String({ description: 'Why it failed' })),
    madeBy: Type.String(),
    createdAt: Type.String(),
    settledAt: nullable(Type.String({ description: 'When it was applied, cancelled or failed' })),
  },
  { description: 'A change with a date, and what became of it' },
);
export type ScheduledChange = Static<typeof ScheduledChange>;
export const ScheduledChangePage = page(ScheduledChange);

export const ScheduleChangeInput = closed({ at: Instant, change: ClientChangeInput });
export const RescheduleInput = closed({ at: Instant, version: Type.Optional(Version) });

const { limit } = PageQuery;
export const ListScheduledQuery = closed({
  status: Type.Optional(Type.Enum([...scheduledStates])),
  until: Type.Optional(Type.String({ ...Instant, description: 'Only what is due by then' })),
  limit,
  cursor: Type.Optional(Cursor),
});
export type ListScheduledQuery = Static<typeof ListScheduledQuery>;

export const ScheduledOutlook = closed(
  {
    id: Type.Integer(),
    clientId: Type.Integer(),
    at: Type.String(),
    change: ClientChangeInput,
    holds: Type.Boolean({ description: 'false: it will be refused' }),
    refusal: nullable(Type.String({ description: 'Why' })),
  },
  { description: 'A scheduled change that was taken into account' },
);
export type ScheduledOutlook = Static<typeof ScheduledOutlook>;
