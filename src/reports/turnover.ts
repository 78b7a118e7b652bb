// Turnover of finished orders: over time, and by payer, customer or unit; units and payers as they were when the order was
// made, or as the tree is now (O-10). Each is one statement over the orders of the period.
import { DateTime } from 'luxon';
import type { CostCentresQuery, CostCentresReport, Figures, OrderStatesQuery, OrderStatesReport, RankingQuery, RankingReport, TurnoverQuery, TurnoverReport } from '../contract/reports.js';
import { join, queryComposed, type Sql, sql } from '../db/composed.js';
import { fromMinor } from '../lib/money.js';
import { DEFAULT_ROWS, type Period, periodOf, placeClients, pointsOf, reportCurrency, type ReportDb, reportZone, requireUnit } from './scope.js';

interface Scope extends Period {
  currency: string;
  unitId: number | undefined;
  tree: 'then' | 'now';
}

interface Counted {
  orders: number;
  total: string;
  cashless: string;
  bonus: string;
}

const sum = (minor: string) => fromMinor(BigInt(minor));
const figures = ({ orders, total, cashless, bonus }: Counted): Figures => ({ orders, total: sum(total), cashless: sum(cashless), bonus: sum(bonus) });
const NOTHING: Counted = { orders: 0, total: '0', cashless: '0', bonus: '0' };

async function scopeOf(db: ReportDb, { from, to, unitId, tree = 'then' }: { from: string; to: string; unitId?: number; tree?: 'then' | 'now' }): Promise<Scope> {
  await requireUnit(db, unitId);
  return { ...periodOf(from, to, await reportZone(db, unitId)), currency: await reportCurrency(db), unitId, tree };
}

function conditionsOf({ begin, end, currency, unitId, tree }: Scope): Sql[] {
  const within = unitId === undefined ? [] : tree === 'then'
    ? [sql`o.path @> array[${unitId}::integer]`]
    : [sql`o.customer_id in (select s.id from client_subtree(${unitId}::integer, false) as s)`];
  return [sql`o.at >= ${begin}::timestamptz`, sql`o.at < ${end}::timestamptz`, sql`o.currency = ${currency}::text`, ...within];
}

/** The number of the step that an order is in, from 1: by the instants at which the steps begin, which costs a fraction of cutting each time to its day. */
function stepOf(points: readonly string[], { timeZone }: Scope): Sql {
  const begins = points.map((day) => DateTime.fromISO(day, { zone: timeZone }).startOf('day').toJSDate());
  return sql`width_bucket(o.at, ${begins}::timestamptz[])`;
}

export async function reportTurnover(db: ReportDb, query: TurnoverQuery): Promise<TurnoverReport> {
  const { step = 'month' } = query;
  const scope = await scopeOf(db, query);
  const points = pointsOf(scope, step);
  const rows = await queryComposed<Counted & { step: number }>(db, sql`
    select ${stepOf(points, scope)} as step, count(*)::integer as orders, sum(o.total_minor)::text as total, sum(o.cashless_minor)::text as cashless, sum(o.bonus_minor)::text as bonus
    from orders o
    where o.state = 'finished' and ${join(conditionsOf(scope), ' and ')}
    group by 1`, true);
  const found = new Map(rows.map((row) => [row.step, row]));
  const add = (all: Counted, row: Counted): Counted => {
    const plus = (name: 'total' | 'cashless' | 'bonus') => (BigInt(all[name]) + BigInt(row[name])).toString();
    return { orders: all.orders + row.orders, total: plus('total'), cashless: plus('cashless'), bonus: plus('bonus') };
  };
  return {
    from: scope.from, to: scope.to, timeZone: scope.timeZone, currency: scope.currency, step, total: figures(rows.reduce(add, NOTHING)),
    rows: points.map((startsOn, index) => ({ startsOn, ...figures(found.get(index + 1) ?? NOTHING) })),
  };
}

/** Who an order counts for, then: a column. Now: the customer's chain as it is, see nowKeys. */
function thenKey({ unitId }: Scope, by: RankingReport['by']): Sql {
  if (by === 'payer') return sql`o.payer_id`;
  if (by === 'customer') return sql`o.customer_id`;
  return unitId === undefined ? sql`o.path[1]` : sql`coalesce(o.path[array_position(o.path, ${unitId}::integer) + 1], ${unitId}::integer)`;
}

/**
 * One row for each customer: its id, and whom it counts for as the tree is now. Most customers are leaves, so chains are
 * walked from their superiors only, each once: a tenth of the walks.
 */
function nowKeys({ unitId }: Scope, by: RankingReport['by']): Sql {
  const counts = by === 'payer' ? sql`n.uses_own_account or n.parent_id is null` : unitId === undefined ? sql`n.parent_id is null` : sql`coalesce(n.parent_id = ${unitId}::integer, false) or n.id = ${unitId}::integer`;
  return sql`
    customers as materialized (select n.id, n.parent_id, (${counts}) as counts from counted c join clients n on n.id = c.customer_id),
    above as (
      select distinct on (n.start_id) n.start_id, n.id
      from client_chains((select array_agg(distinct c.parent_id) from customers c where not c.counts and c.parent_id is not null)) as n
      where ${counts}
      order by n.start_id, n.depth
    ),
    keys as (
      select c.id, c.id as key from customers c where c.counts
      union all
      select c.id, above.id from customers c join above on above.start_id = c.parent_id where not c.counts
    )`;
}

const sums = sql`count(*)::integer as orders, sum(o.total_minor) as total, sum(o.cashless_minor) as cashless, sum(o.bonus_minor) as bonus`;

function countedByKey(scope: Scope, by: RankingReport['by']): Sql {
  const where = sql`o.state = 'finished' and ${join(conditionsOf(scope), ' and ')}`;
  if (scope.tree === 'then' || by === 'customer') return sql`keyed as (select ${thenKey(scope, by)} as key, ${sums} from orders o where ${where} group by 1)`;
  return sql`
    counted as materialized (select o.customer_id, ${sums} from orders o where ${where} group by 1),
    ${nowKeys(scope, by)},
    keyed as (
      select keys.key, sum(c.orders)::integer as orders, sum(c.total) as total, sum(c.cashless) as cashless, sum(c.bonus) as bonus
      from counted c join keys on keys.id = c.customer_id
      group by 1
    )`;
}

export async function reportRanking(db: ReportDb, query: RankingQuery): Promise<RankingReport> {
  const { by = 'payer', sort = 'money', limit = DEFAULT_ROWS } = query;
  const scope = await scopeOf(db, query);
  interface Row extends Counted { key: number; clients: number; allOrders: number; allTotal: string; allCashless: string; allBonus: string }
  const order = sort === 'money' ? sql`k.total desc, k.orders desc` : sql`k.orders desc, k.total desc`;
  const rows = await queryComposed<Row>(db, sql`
    with ${countedByKey(scope, by)}
    select
      k.key, k.orders, k.total::text as total, k.cashless::text as cashless, k.bonus::text as bonus,
      (count(*) over ())::integer as clients, (sum(k.orders) over ())::integer as "allOrders",
      (sum(k.total) over ())::text as "allTotal", (sum(k.cashless) over ())::text as "allCashless", (sum(k.bonus) over ())::text as "allBonus"
    from keyed k
    order by ${order}, k.key
    limit ${limit}::integer`, true);
  const [first] = rows;
  const placed = await placeClients(db, rows.map(({ key }) => key));
  return {
    from: scope.from, to: scope.to, timeZone: scope.timeZone, currency: scope.currency, by, clients: first?.clients ?? 0,
    total: figures(first ? { orders: first.allOrders, total: first.allTotal, cashless: first.allCashless, bonus: first.allBonus } : NOTHING),
    rows: rows.map((row) => ({ ...placed(row.key), ...figures(row) })),
  };
}

const MOST_COST_CENTRES = 10_000;

/** Finished orders by the cost centre that was said with them, the dearest first. */
export async function reportCostCentres(db: ReportDb, query: CostCentresQuery): Promise<CostCentresReport> {
  const scope = await scopeOf(db, query);
  interface Row extends Counted { costCentre: string | null; allOrders: number; allTotal: string; allCashless: string; allBonus: string }
  const rows = await queryComposed<Row>(db, sql`
    with keyed as (select nullif(btrim(o.cost_centre), '') as key, ${sums} from orders o where o.state = 'finished' and ${join(conditionsOf(scope), ' and ')} group by 1)
    select
      k.key as "costCentre", k.orders, k.total::text as total, k.cashless::text as cashless, k.bonus::text as bonus, (sum(k.orders) over ())::integer as "allOrders",
      (sum(k.total) over ())::text as "allTotal", (sum(k.cashless) over ())::text as "allCashless", (sum(k.bonus) over ())::text as "allBonus"
    from keyed k
    order by k.total desc, k.orders desc, k.key
    limit ${MOST_COST_CENTRES}::integer`, true);
  const [first] = rows;
  return {
    from: scope.from, to: scope.to, timeZone: scope.timeZone, currency: scope.currency,
    total: figures(first ? { orders: first.allOrders, total: first.allTotal, cashless: first.allCashless, bonus: first.allBonus } : NOTHING),
    rows: rows.map((row) => ({ costCentre: row.costCentre, ...figures(row) })),
  };
}

/** Orders of a period by what became of them. */
export async function reportOrderStates(db: ReportDb, query: OrderStatesQuery): Promise<OrderStatesReport> {
  const { step = 'month' } = query;
  const scope = await scopeOf(db, query);
  const points = pointsOf(scope, step);
  interface Row { step: number; open: number; finished: number; aborted: number }
  const rows = await queryComposed<Row>(db, sql`
    select
      ${stepOf(points, scope)} as step, (count(*) filter (where o.ended_at is null))::integer as open,
      (count(*) filter (where o.state = 'finished'))::integer as finished, (count(*) filter (where o.state = 'aborted'))::integer as aborted
    from orders o
    where ${join(conditionsOf(scope), ' and ')}
    group by 1`, true);
  const found = new Map(rows.map((row) => [row.step, row]));
  const none = { open: 0, finished: 0, aborted: 0 };
  const counts = ({ open, finished, aborted }: Omit<Row, 'step'>) => ({ open, finished, aborted });
  return {
    from: scope.from, to: scope.to, timeZone: scope.timeZone, currency: scope.currency, step,
    total: rows.reduce((all, { open, finished, aborted }) => ({ open: all.open + open, finished: all.finished + finished, aborted: all.aborted + aborted }), none),
    rows: points.map((startsOn, index) => ({ startsOn, ...counts(found.get(index + 1) ?? none) })),
  };
}
