// Erasure, retention and export of personal data on the wire (directory.md §7).
import { type Static, Type } from 'typebox';
import { closed, nullable, Reference, Version } from './primitives.js';

/** Stands in the history where an erased value was. */
export const ERASED = { erased: true } as const;

export const EraseInput = closed({ version: Type.Optional(Version), dryRun: Type.Optional(Type.Boolean({ description: 'Only tell what would be erased' })) });

export const Erasure = closed(
  {
    dryRun: Type.Boolean(),
    clientId: Type.Integer(),
    version: nullable(Type.Integer({ description: 'Of the client; null if it was removed for good' })),
    erasedAt: nullable(Type.String()),
    fields: Type.Array(Type.String(), { description: 'Fields of the card that had a value' }),
    historyRows: Type.Integer({ description: 'History rows in which values were replaced' }),
    importRows: Type.Integer(),
    notes: Type.Integer({ description: 'Notes that were cleared' }),
    orders: Type.Integer({ description: 'Orders in which passenger, phone, addresses and texts were cleared; the person does not see them any more' }),
    messages: Type.Integer(),
    links: Type.Integer({ description: 'One-time links that ended' }),
    scheduledChanges: Type.Integer(),
  },
  { description: 'What was, or with dryRun would be, erased' },
);
export type Erasure = Static<typeof Erasure>;

export const RetentionCandidate = closed({
  client: Reference,
  group: Reference,
  retentionMonths: Type.Integer(),
  lastActivityAt: Type.String({ description: 'The last change' }),
});
export type RetentionCandidate = Static<typeof RetentionCandidate>;

export const retentionStates = ['waiting', 'running', 'finished'] as const;

export const RetentionRun = closed(
  {
    id: Type.Integer(),
    status: Type.Enum([...retentionStates]),
    requestedBy: Type.String({ description: 'An operator, or the daily run' }),
    createdAt: Type.String(),
    finishedAt: nullable(Type.String()),
    erased: Type.Integer({ description: 'Clients so far' }),
    failed: Type.Integer(),
    lastError: nullable(Type.String()),
  },
  { description: 'A run over all who were inactive for longer than their group keeps personal data' },
);
export type RetentionRun = Static<typeof RetentionRun>;
