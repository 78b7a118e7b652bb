// What crews see of their current orders (N-3), their tokens, and greeting signs.
import { type Static, Type } from 'typebox';
import { StackedNote } from './notes.js';
import { orderStates } from './orders.js';
import { closed, Id, nullable, Version } from './primitives.js';

const { audience: _, ...forDriver } = StackedNote.properties;
export const DriverNote = closed({ ...forDriver, acknowledgedAt: nullable(Type.String({ description: 'When this crew acknowledged this version for this order' })) });

export const DriverOrder = closed({
  order: closed({ id: Type.Integer(), state: Type.Enum([...orderStates]), at: Type.String() }),
  greetingSign: Type.String({ description: 'Address of the greeting sign as a picture' }),
  notes: Type.Array(DriverNote),
});
export type DriverOrder = Static<typeof DriverOrder>;

export const DriverNotes = closed({ items: Type.Array(DriverOrder, { description: "The crew's current orders; none without the right to see notes" }) });
export type DriverNotes = Static<typeof DriverNotes>;

export const AcknowledgeInput = closed({ orderId: Id, version: Type.Optional(Type.Integer({ ...Version, description: 'The version that was read; a newer one has to be read first' })) });
export const Acknowledged = closed({ noteId: Type.Integer(), orderId: Type.Integer(), version: Type.Integer(), at: Type.String() });

// ── Crews' tokens ────────────────────────────────────────────────────────────────────────────────

export const IssueTokenInput = closed({ days: Type.Optional(Type.Integer({ minimum: 1, maximum: 730, description: 'How long it holds; 365 if absent' })) });
export const CrewToken = closed({ issuedBy: Type.String(), issuedAt: Type.String(), expiresAt: Type.String(), lastSeenAt: nullable(Type.String()) });
export type CrewToken = Static<typeof CrewToken>;
export const IssuedToken = closed({ token: Type.String({ description: 'Shown this once' }), expiresAt: Type.String() });

// ── Pictures ─────────────────────────────────────────────────────────────────────────────────────

export const signSizes = ['a4', 'phone'] as const;
export type SignSize = (typeof signSizes)[number];
export const SignQuery = closed({ size: Type.Optional(Type.Enum([...signSizes], { description: 'A4 landscape to print, or a phone held sideways; a4 if absent' })) });
