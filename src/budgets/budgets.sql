-- BLOCK select_budgets
select
  b.id, b.version, b.client_id as "clientId", b.period, b.sum_minor::text as sum, b.currency,
  (
    select coalesce(jsonb_object_agg(u.starts_on, jsonb_build_object('reserved', u.reserved_minor::text, 'spent', u.spent_minor::text)), '{}')
    from budget_usage u
    where u.budget_id = b.id and u.starts_on between ($at::timestamptz at time zone 'utc')::date - 94 and ($at::timestamptz at time zone 'utc')::date + 1
  ) as usage
from budgets b
where b.client_id = $client_id::integer
order by array_position(array['day', 'week', 'month', 'quarter'], b.period)

-- BLOCK lock_budget
select b.id, b.version, b.sum_minor::text as sum, b.currency from budgets b where b.client_id = $client_id::integer and b.period = $period::text for update

-- BLOCK insert_budget
insert into budgets (client_id, period, sum_minor, currency, created_at, updated_at)
values ($client_id::integer, $period::text, $sum::bigint, $currency::text, $now::timestamptz, $now::timestamptz)
on conflict do nothing
returning id, version

-- BLOCK update_budget
update budgets set sum_minor = $sum::bigint, version = version + 1, updated_at = $now::timestamptz where id = $id::integer returning version

-- BLOCK delete_budget
delete from budgets where id = $id::integer returning id

-- BLOCK count_past_orders
-- A new budget counts what orders of its present and later periods have taken already. The orders are locked, so that none
-- ends without the budget. One that is being made at this very moment came before the budget.
with counted as materialized (
  select o.id, b.period, b.id as budget_id, o.at, o.ended_at, o.bonus_minor + o.cashless_minor as amount
  from budgets b
  join orders o on o.path @> array[b.client_id] and o.currency = b.currency
  where b.id = $id::integer and o.bonus_minor + o.cashless_minor > 0
    and o.at >= date_trunc(b.period, $now::timestamptz at time zone $time_zone::text) at time zone $time_zone::text
  order by o.id
  for no key update of o
),
taken as (
  insert into order_budgets (order_id, budget_id, starts_on, reserved_minor, spent_minor)
  select
    counted.id, counted.budget_id, date_trunc(counted.period, counted.at at time zone $time_zone::text)::date,
    case when counted.ended_at is null then counted.amount else 0 end, case when counted.ended_at is null then 0 else counted.amount end
  from counted
  where counted.amount > 0
  returning starts_on, reserved_minor, spent_minor
)
insert into budget_usage (budget_id, starts_on, reserved_minor, spent_minor, ceiling_minor)
select $id::integer, taken.starts_on, sum(taken.reserved_minor), sum(taken.spent_minor), greatest($sum::bigint, sum(taken.reserved_minor + taken.spent_minor))
from taken
group by taken.starts_on
returning starts_on
