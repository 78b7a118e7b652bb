// Time travel: the tree of then, and undo of a change from its history row.
import { type Static, Type } from 'typebox';
import { Consequences } from './clients.js';
import { Cursor, closed, Id, Instant, nullable, PageQuery, page } from './primitives.js';

export const AtQuery = closed({ at: Type.Optional(Type.String({ ...Instant, description: 'As it was at this instant' })) });
export const AnyTimeQuery = closed({ at: Type.Optional(Type.String({ ...Instant, description: 'As it was, or with what is scheduled will be, at this instant' })) });

export const PastTreeQuery = closed({
  at: Instant,
  parentId: Type.Optional(Type.Integer({ ...Id, description: 'Whose direct subordinates; without it the roots' })),
  deleted: Type.Optional(Type.Boolean({ description: 'With those that were deleted' })),
  limit: PageQuery.limit,
  cursor: Type.Optional(Cursor),
});

export const TreeItem = closed(
  {
    id: Type.Integer(),
    parentId: nullable(Type.Integer()),
    name: Type.String(),
    kind: Type.String(),
    number: nullable(Type.String()),
    usesOwnAccount: Type.Boolean(),
    blocked: Type.Boolean({ description: 'Effectively: itself or any superior of then' }),
    deleted: Type.Boolean({ description: 'Effectively: itself or any superior of then' }),
    hasChildren: Type.Boolean({ description: 'Had subordinates that were not deleted' }),
  },
  { description: 'A client in the tree of then' },
);
export type TreeItem = Static<typeof TreeItem>;
export const TreePage = page(TreeItem);

export const UndoInput = closed({ dryRun: Type.Optional(Type.Boolean({ description: 'Only tell what it would do (D-5)' })) });

export const UndoResult = closed({
  undone: Type.Integer({ description: 'The history row that was undone' }),
  historyId: nullable(Type.Integer({ description: 'The history row of the undo; undo that one to have it back. Null: dryRun' })),
  entity: Type.Enum(['client', 'group']),
  entityId: Type.Integer(),
  version: nullable(Type.Integer({ description: 'Afterwards; null: it was removed' })),
  changes: Type.Record(Type.String(), Type.Array(Type.Unknown(), { minItems: 2, maxItems: 2 }), { description: 'field → [old, new]' }),
  dryRun: Type.Optional(Type.Boolean()),
  consequences: Type.Optional(Consequences),
});
export type UndoResult = Static<typeof UndoResult>;

export const EffectiveChange = closed({
  at: Type.String(),
  causes: Type.Array(
    closed({
      historyId: Type.Integer(), entity: Type.Enum(['client', 'group']), entityId: Type.Integer({ description: 'The client itself, a superior of then, or the group' }),
      action: Type.String(), actorName: Type.String(), channel: Type.String(),
    }),
  ),
  changes: Type.Record(Type.String(), Type.Array(Type.Unknown(), { minItems: 2, maxItems: 2 }), { description: 'Setting → effective [old, new]' }),
});
export type EffectiveChange = Omit<Static<typeof EffectiveChange>, 'changes'> & { changes: Record<string, [unknown, unknown]> };
