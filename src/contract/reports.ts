// Reports on the wire (S-10). Sums are exact decimals in the report's currency: that of the default carrier.
import { type Static, Type } from 'typebox';
import { closed, Id, LocalDate, nullable, Reference } from './primitives.js';

const Sum = Type.String({ description: 'Exact decimal in the currency of the report' });
const Path = Type.Array(Reference, { description: 'All superior units, the root first' });
const UnitId = Type.Optional(Type.Integer({ ...Id, description: 'Only this unit and everybody below it' }));
const RowLimit = Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, description: 'Rows at most, 100 if not said; sums are always those of all' }));

const reportLanguages = ['en', 'ru', 'fr'] as const;
export type ReportLanguage = (typeof reportLanguages)[number];
/** What a file takes beside the report's own query. */
export const fileQuery = { language: Type.Optional(Type.Enum([...reportLanguages], { description: 'Of the titles; en if not said' })) };

const period = { from: LocalDate, to: LocalDate };
const ReportedClient = { client: Reference, path: Path };

const debtScopes = ['negative', 'belowFloor'] as const;
export const DebtsQuery = closed({
  unitId: UnitId,
  scope: Type.Optional(Type.Enum([...debtScopes], { description: 'negative: the balance is below zero; belowFloor: balance less holds is below the effective floor' })),
  limit: RowLimit,
});
export type DebtsQuery = Static<typeof DebtsQuery>;

export const debtAges = ['week', 'month', 'quarter', 'older', 'none'] as const;
export const DebtsReport = closed({
  currency: Type.String(),
  clients: Type.Integer({ description: 'Accounts in debt, also those that did not fit' }),
  sum: Type.String({ description: 'What all of them owe together: exact decimal, never negative' }),
  ages: Type.Array(closed({ age: Type.Enum([...debtAges], { description: 'Below zero for at most 7, 30, 90 days, longer, or not below zero' }), clients: Type.Integer(), sum: Sum })),
  rows: Type.Array(closed({
    ...ReportedClient, carrier: Reference, balance: Sum, held: Sum, floor: nullable(Type.String({ description: 'Effective; null: none' })),
    since: nullable(Type.String({ description: 'Below zero without a break since; null: it is not below zero' })), blocked: Type.Boolean(), deleted: Type.Boolean(),
  })),
});
export type DebtsReport = Static<typeof DebtsReport>;

const turnoverKeys = ['payer', 'customer', 'unit'] as const;
const Tree = Type.Enum(['then', 'now'], { description: 'Units and payers as they were when the order was made, or as the tree is now (O-10)' });

const steps = ['day', 'week', 'month'] as const;
export type Step = (typeof steps)[number];
const StepQuery = Type.Optional(Type.Enum([...steps], { description: 'month if not said; weeks begin on Monday' }));

const figures = { orders: Type.Integer(), total: Sum, cashless: Sum, bonus: Sum };
export const Figures = closed(figures);
export type Figures = Static<typeof Figures>;

const report = { from: Type.String(), to: Type.String(), timeZone: Type.String(), currency: Type.String() };

export const TurnoverQuery = closed({ ...period, unitId: UnitId, tree: Type.Optional(Tree), step: StepQuery });
export type TurnoverQuery = Static<typeof TurnoverQuery>;
export const TurnoverReport = closed({
  ...report, step: Type.Enum([...steps]), total: Figures,
  rows: Type.Array(closed({ startsOn: Type.String(), ...figures }), { description: 'Every day, week or month of the period, in order' }),
});
export type TurnoverReport = Static<typeof TurnoverReport>;

export const RankingQuery = closed({
  ...period, unitId: UnitId, tree: Type.Optional(Tree), by: Type.Optional(Type.Enum([...turnoverKeys], { description: 'payer if not said; unit: the units directly below unitId, or the organisations' })),
  sort: Type.Optional(Type.Enum(['money', 'trips'])), limit: RowLimit,
});
export type RankingQuery = Static<typeof RankingQuery>;
export const RankingReport = closed({
  ...report, by: Type.Enum([...turnoverKeys]), clients: Type.Integer({ description: 'With finished orders, also those that did not fit' }), total: Figures,
  rows: Type.Array(closed({ ...ReportedClient, ...figures })),
});
export type RankingReport = Static<typeof RankingReport>;

export const ContractsQuery = closed({
  unitId: UnitId,
  days: Type.Optional(Type.Integer({ minimum: 1, maximum: 366, description: 'Ending within so many days, 30 if not said' })),
  expired: Type.Optional(Type.Boolean({ description: 'Also those that have ended already' })),
  limit: RowLimit,
});
export type ContractsQuery = Static<typeof ContractsQuery>;
export const ContractsReport = closed({
  today: Type.String(), until: Type.String(), clients: Type.Integer(), expired: Type.Integer({ description: 'Of them ended before today' }),
  weeks: Type.Array(closed({ startsOn: Type.String(), clients: Type.Integer() }), { description: 'Ends by week, expired ones left out' }),
  rows: Type.Array(closed({
    ...ReportedClient, number: nullable(Type.String()), contractFrom: nullable(Type.String()), contractTo: Type.String(), daysLeft: Type.Integer(), manager: nullable(Type.String()), blocked: Type.Boolean(),
  })),
});
export type ContractsReport = Static<typeof ContractsReport>;

export const OrderStatesQuery = closed({ ...period, unitId: UnitId, tree: Type.Optional(Tree), step: StepQuery });
export type OrderStatesQuery = Static<typeof OrderStatesQuery>;
const counts = { open: Type.Integer({ description: 'Not ended yet' }), finished: Type.Integer(), aborted: Type.Integer() };
export const OrderStatesReport = closed({
  ...report, step: Type.Enum([...steps]), total: closed(counts), rows: Type.Array(closed({ startsOn: Type.String(), ...counts })),
});
export type OrderStatesReport = Static<typeof OrderStatesReport>;

export const CostCentresQuery = closed({ ...period, unitId: UnitId, tree: Type.Optional(Tree) });
export type CostCentresQuery = Static<typeof CostCentresQuery>;
export const CostCentresReport = closed({
  ...report, total: Figures, rows: Type.Array(closed({ costCentre: nullable(Type.String({ description: 'As said with the order; null: none was' })), ...figures })),
});
export type CostCentresReport = Static<typeof CostCentresReport>;
