// Notes on clients, for drivers and dispatchers (N-1 … N-3).
import { type Static, Type } from 'typebox';
import { closed, Id, Instant, LocalDate, nullable, Reference, Version } from './primitives.js';

/** Who a note is for. */
export const noteAudiences = ['driver', 'dispatcher', 'both'] as const;
export type NoteAudience = (typeof noteAudiences)[number];
/** mustAcknowledge: the driver has to say that it was read. */
export const noteSeverities = ['info', 'warning', 'mustAcknowledge'] as const;
export type NoteSeverity = (typeof noteSeverities)[number];

const Audience = Type.Enum([...noteAudiences], { description: 'Who it is for' });
const Severity = Type.Enum([...noteSeverities], { description: 'mustAcknowledge: the driver has to say that it was read' });
const NoteText = Type.String({ minLength: 1, maxLength: 2_000, pattern: '^(?=[\\s\\S]*\\S)[^\\u0000]*$', description: 'Text of several lines, not blank' });
const day = (description: string) => Type.Optional(nullable(Type.String({ ...LocalDate, description })));

export const CreateNoteInput = closed({
  text: NoteText,
  audience: Type.Optional(Audience),
  severity: Type.Optional(Severity),
  from: day('First day where the client is; absent: always was'),
  to: day('Last day where the client is; absent: for ever'),
});
export type CreateNoteInput = Static<typeof CreateNoteInput>;

const { text: _, ...others } = CreateNoteInput.properties;
export const ChangeNoteInput = closed({ text: Type.Optional(NoteText), ...others, version: Type.Optional(Version) });
export type ChangeNoteInput = Static<typeof ChangeNoteInput>;

const content = { text: Type.String(), audience: Audience, severity: Severity, from: nullable(Type.String()), to: nullable(Type.String()) };
const identity = {
  id: nullable(Type.Integer({ description: "null: the field driverNote of the client's card, which counts as a note" })),
  version: nullable(Type.Integer()),
};

export const ClientNote = closed({
  ...identity,
  ...content,
  removed: Type.Boolean(),
  author: nullable(Type.String({ description: 'Who wrote it' })),
  createdAt: nullable(Type.String()),
  updatedAt: nullable(Type.String()),
  acknowledgements: Type.Integer({ description: 'How often crews have acknowledged it' }),
});
export type ClientNote = Static<typeof ClientNote>;

export const StackedNote = closed({ ...identity, client: Type.Unsafe<Static<typeof Reference>>({ ...Reference, description: 'The client that it sits on: the customer or a superior' }), ...content });
export type StackedNote = Static<typeof StackedNote>;

export const Acknowledgement = closed({ noteId: Type.Integer(), version: Type.Integer({ description: 'The version of the note that was read' }), crew: Reference, at: Type.String() });
export type Acknowledgement = Static<typeof Acknowledgement>;

export const OrderNotes = closed({
  items: Type.Array(StackedNote, { description: "What holds for the order, the root's first" }),
  acknowledgements: Type.Array(Acknowledgement, { description: 'All that were given for the order, also of notes that have changed since' }),
});
export type OrderNotes = Static<typeof OrderNotes>;

export const NoteParams = closed({ id: Id, noteId: Id });
export const ListNotesQuery = closed({ removed: Type.Optional(Type.Boolean({ description: 'The removed ones instead' })) });
export const EffectiveNotesQuery = closed({
  audience: Type.Optional(Type.Enum(['driver', 'dispatcher'], { description: 'Only what is for them; both is for either' })),
  at: Type.Optional(Type.String({ ...Instant, description: 'When they hold; now if absent' })),
});
