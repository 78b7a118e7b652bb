-- Checks of ledger, orders and budgets, in the form of checks.sql.

-- BLOCK entries_sum_to_zero
select e.id, format('its %s postings sum to %s', count(p.id), coalesce(sum(p.amount_minor), 0)) as what
from entries e
left join postings p on p.entry_id = e.id
group by e.id
having count(p.id) < 2 or sum(p.amount_minor) <> 0

-- BLOCK balances_are_sums
select a.client_id as id, format('the balance of its account %s is %s, its postings sum to %s', a.id, a.balance_minor, coalesce(posted.sum, 0)) as what
from accounts a
left join (select p.account_id, sum(p.amount_minor) as sum from postings p group by p.account_id) as posted on posted.account_id = a.id
where a.client_id is not null and a.balance_minor <> coalesce(posted.sum, 0)
union all
select a.client_id, format('its account %s holds %s, its open holds sum to %s', a.id, a.held_minor, coalesce(held.sum, 0))
from accounts a
left join (select h.account_id, sum(h.amount_minor) as sum from holds h where h.state = 'open' group by h.account_id) as held on held.account_id = a.id
where a.held_minor <> coalesce(held.sum, 0)
union all
select a.client_id, format('its account %s is closed and not empty', a.id)
from accounts a
where a.closed and (a.balance_minor <> 0 or a.held_minor <> 0)

-- BLOCK orders_hold
select o.id, format('it is %s and holds %s, its parts from accounts are %s', o.state, coalesce(held.sum, 0), o.bonus_minor + o.cashless_minor) as what
from orders o
left join (select h.order_id, sum(h.amount_minor) as sum from holds h where h.state = 'open' and h.order_id is not null group by h.order_id) as held on held.order_id = o.id
where coalesce(held.sum, 0) <> case when o.ended_at is null then o.bonus_minor + o.cashless_minor else 0 end

-- BLOCK orders_charged_once
select o.id, format('it is %s with %s from accounts and a penalty of %s, it was charged %s in %s entries', o.state, o.bonus_minor + o.cashless_minor, o.penalty_minor, coalesce(charged.sum, 0), coalesce(charged.entries, 0)) as what
from orders o
left join (
  select e.order_id, -sum(p.amount_minor) as sum, count(distinct e.id) as entries
  from entries e
  left join entries cancellation on cancellation.cancels_id = e.id
  join postings p on p.entry_id = e.id
  join accounts a on a.id = p.account_id and a.client_id is not null
  where e.order_id is not null and e.kind in ('charge', 'penalty') and cancellation.id is null
  group by e.order_id
) as charged on charged.order_id = o.id
where coalesce(charged.sum, 0) <> case when o.charge_cancelled_at is not null then 0 when o.state = 'finished' then o.bonus_minor + o.cashless_minor else o.penalty_minor end or charged.entries > 1

-- BLOCK order_versions
select o.id, format('its version is %s, its history ends with %s', o.version, past.version) as what
from (select h.entity_id, max(h.version) as version from history h where h.entity = 'order' and h.version is not null group by h.entity_id) as past
join orders o on o.id = past.entity_id
where o.version <> past.version

-- BLOCK budgets_add_up
select u.budget_id as id, format('from %s it has reserved %s and spent %s, its orders %s and %s', u.starts_on, u.reserved_minor, u.spent_minor, coalesce(taken.reserved, 0), coalesce(taken.spent, 0)) as what
from budget_usage u
left join (
  select ob.budget_id, ob.starts_on, sum(ob.reserved_minor) as reserved, sum(ob.spent_minor) as spent from order_budgets ob group by ob.budget_id, ob.starts_on
) as taken on taken.budget_id = u.budget_id and taken.starts_on = u.starts_on
where u.reserved_minor <> coalesce(taken.reserved, 0) or u.spent_minor <> coalesce(taken.spent, 0)
union all
select u.budget_id, format('from %s its %s were overrun: %s', u.starts_on, u.ceiling_minor, u.reserved_minor + u.spent_minor)
from budget_usage u
where u.reserved_minor + u.spent_minor > u.ceiling_minor
union all
select ob.budget_id, format('order %s is %s and reserves %s, spends %s of it', o.id, o.state, ob.reserved_minor, ob.spent_minor)
from order_budgets ob
join orders o on o.id = ob.order_id
where (o.ended_at is null and ob.spent_minor > 0) or (o.ended_at is not null and ob.reserved_minor > 0)
  or ob.reserved_minor + ob.spent_minor > case when o.state = 'aborted' then 0 else o.bonus_minor + o.cashless_minor end

-- BLOCK totals_count_orders
select coalesce(t.client_id, counted.client_id) as id, format('%s finished orders are counted, it has %s', coalesce(t.finished_orders, 0), coalesce(counted.orders, 0)) as what
from client_totals t
full join (
  select who.client_id, count(*) as orders
  from orders o
  cross join lateral (select o.customer_id as client_id union select o.payer_id) as who
  where o.state = 'finished'
  group by who.client_id
) as counted on counted.client_id = t.client_id
where coalesce(t.finished_orders, 0) <> coalesce(counted.orders, 0)

-- BLOCK top_ups_booked_once
select t.entry_id as id, format('top-up %s over %s was booked as %s', t.id, t.sum_minor, coalesce(booked.sum::text, 'nothing')) as what
from top_ups t
left join (
  select e.id, sum(p.amount_minor) as sum, bool_and(a.carrier_id = t.carrier_id and a.currency = t.currency and a.kind_id = 0) as same_account
  from top_ups t
  join entries e on e.id = t.entry_id and e.kind = 'receipt'
  join postings p on p.entry_id = e.id
  join accounts a on a.id = p.account_id and a.client_id is not null
  group by e.id
) as booked on booked.id = t.entry_id
where t.state = 'paid' and (booked.sum is distinct from t.sum_minor or not booked.same_account)
