// Effective settings as they are answered: the value, where it comes from, and what it overrode.
import { type Static, Type } from 'typebox';
import { ScheduledOutlook } from './changes.js';
import { closed } from './primitives.js';

export const Source = closed(
  {
    kind: Type.Enum(['own', 'ancestor', 'group', 'default']),
    id: Type.Optional(Type.Integer({ description: 'The client or group that says so' })),
    name: Type.Optional(Type.String()),
  },
  { description: 'Where a value comes from' },
);
export type Source = Static<typeof Source>;

export const EffectiveSetting = closed({
  value: Type.Unknown({ description: 'A reference is {id, name}, a set an array of those, a right true or false' }),
  source: Source,
  overrode: Type.Optional(closed({ value: Type.Unknown(), source: Source }, { description: 'What would hold without the winner' })),
  applies: Type.Optional(Type.Boolean({ description: 'false: only of use on a client with its own account (D-15)' })),
  reason: Type.Optional(Type.String({ description: 'Reason of the block' })),
  hidden: Type.Optional(Type.Boolean({ description: 'A hidden attribute' })),
});
export type EffectiveSetting = Static<typeof EffectiveSetting>;

export const Effective = closed({
  id: Type.Integer(),
  name: Type.String(),
  settings: Type.Record(Type.String(), EffectiveSetting),
  at: Type.Optional(Type.String({ description: 'The instant asked about' })),
  scheduled: Type.Optional(Type.Array(ScheduledOutlook, { description: 'For a future instant: what was taken into account, in order of dates' })),
});
export type Effective = Static<typeof Effective>;

export const WhyStep = closed({
  kind: Type.Enum(['client', 'group', 'default']),
  id: Type.Optional(Type.Integer()),
  name: Type.Optional(Type.String()),
  says: Type.Enum(['nothing', 'value', 'none', 'allow', 'forbid', 'set', 'yes', 'no']),
  value: Type.Optional(Type.Unknown()),
  won: Type.Boolean({ description: 'This level decided' }),
});
export type WhyStep = Static<typeof WhyStep>;

export const Why = closed({
  key: Type.String(),
  label: Type.String(),
  value: Type.Unknown(),
  source: Source,
  chain: Type.Array(WhyStep, { description: 'From the client up to its root, then the group, then the system default' }),
});
export type Why = Static<typeof Why>;
