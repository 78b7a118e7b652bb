-- BLOCK find_account_key
select
  (select k.id from account_kinds k where k.id = $kind_id::integer) as "kindId",
  carrier.id as "carrierId", carrier.currency
from (select 1) as one
left join carriers carrier on case when $carrier_id::integer is null then carrier.is_default else carrier.id = $carrier_id::integer end

-- BLOCK select_accounts slow
with below as materialized (
  select s.id from client_subtree($client_id::integer, true) as s
  union select $client_id::integer
),
sums as (
  select
    a.carrier_id, a.kind_id, a.currency, sum(a.balance_minor) as with_employees,
    sum(a.balance_minor) filter (where a.client_id = $client_id::integer) as balance,
    sum(a.held_minor) filter (where a.client_id = $client_id::integer) as held
  from below join accounts a on a.client_id = below.id
  group by a.carrier_id, a.kind_id, a.currency
),
shown as (
  select c.id as carrier_id, k.id as kind_id, c.currency from carriers c cross join account_kinds k where c.is_default and k.id in (0, 1)
  union
  select sums.carrier_id, sums.kind_id, sums.currency from sums
)
select
  shown.carrier_id as "carrierId", c.name as "carrierName", shown.kind_id as "kindId", k.name as "kindName", shown.currency,
  coalesce(sums.balance, 0)::text as balance, coalesce(sums.held, 0)::text as held, coalesce(sums.with_employees, 0)::text as "withEmployees"
from shown
join carriers c on c.id = shown.carrier_id
join account_kinds k on k.id = shown.kind_id
left join sums on sums.carrier_id = shown.carrier_id and sums.kind_id = shown.kind_id and sums.currency = shown.currency
order by c.is_default desc, c.id, shown.kind_id, shown.currency

-- BLOCK sum_below slow
select a.kind_id as "kindId", a.currency, sum(a.balance_minor)::text as balance
from client_subtree($client_id::integer, true) as s
join accounts a on a.client_id = s.id
group by a.kind_id, a.currency
order by a.kind_id, a.currency

-- BLOCK sum_below_at slow
select a.kind_id as "kindId", a.currency, sum(p.amount_minor)::text as balance
from client_subtree($client_id::integer, true) as s
join accounts a on a.client_id = s.id
join postings p on p.account_id = a.id and p.at <= $at::timestamptz
group by a.kind_id, a.currency
order by a.kind_id, a.currency

-- BLOCK select_lines
select
  e.kind, e.cash, e.order_id::text as "orderId", e.cancels_id::text as "cancelsId", (select c.id::text from entries c where c.cancels_id = e.id) as "cancelledBy",
  a.id::text as "accountId", a.client_id as "clientId", a.service_role as "serviceRole", a.carrier_id as "carrierId", a.kind_id as "kindId", a.currency,
  p.amount_minor::text as amount
from entries e
join postings p on p.entry_id = e.id
join accounts a on a.id = p.account_id
where e.id = $entry_id::bigint
order by p.id

-- BLOCK select_operation
select
  e.id::text as id, p.id::text as "postingId", e.kind, a.client_id as "clientId", a.kind_id as "accountKind", a.carrier_id as "carrierId", a.currency,
  p.amount_minor::text as amount, p.balance_after_minor::text as balance,
  to_char(e.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, to_char(e.booked_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "bookedAt",
  e.cash, e.name, e.comment, e.order_id::text as "orderId", e.past_floor_reason as "pastFloorReason",
  (
    select jsonb_build_object('id', c.id, 'name', c.name)
    from postings other join accounts oa on oa.id = other.account_id join clients c on c.id = oa.client_id
    where other.entry_id = e.id and other.id <> p.id
    limit 1
  ) as "otherClient",
  e.cancels_id::text as cancels, (select c.id::text from entries c where c.cancels_id = e.id) as "cancelledBy",
  e.actor_name as "actorName", e.channel
from entries e
join postings p on p.entry_id = e.id
join accounts a on a.id = p.account_id
where e.id = $entry_id::bigint and a.client_id is not null and ($client_id::integer is null or a.client_id = $client_id::integer)
order by p.id
limit 1

-- BLOCK list_operations
select
  e.id::text as id, p.id::text as "postingId", e.kind, a.client_id as "clientId", a.kind_id as "accountKind", a.carrier_id as "carrierId", a.currency,
  p.amount_minor::text as amount, p.balance_after_minor::text as balance,
  to_char(e.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, to_char(e.booked_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "bookedAt",
  e.cash, e.name, e.comment, e.order_id::text as "orderId", e.past_floor_reason as "pastFloorReason",
  (
    select jsonb_build_object('id', c.id, 'name', c.name)
    from postings other join accounts oa on oa.id = other.account_id join clients c on c.id = oa.client_id
    where other.entry_id = e.id and other.id <> p.id
    limit 1
  ) as "otherClient",
  e.cancels_id::text as cancels, (select c.id::text from entries c where c.cancels_id = e.id) as "cancelledBy",
  e.actor_name as "actorName", e.channel
from accounts a
join postings p on p.account_id = a.id
join entries e on e.id = p.entry_id
where a.client_id = $client_id::integer
  and ($kind_id::integer is null or a.kind_id = $kind_id::integer)
  and ($from::timestamptz is null or p.at >= $from::timestamptz)
  and ($to::timestamptz is null or p.at < $to::timestamptz)
  and ($before::bigint is null or p.id < $before::bigint)
order by p.id desc
limit $limit::integer

-- BLOCK lock_balances
select a.carrier_id as "carrierId", a.kind_id as "kindId", a.currency, a.balance_minor::text as balance
from accounts a
where a.client_id = $client_id::integer
order by a.id
for no key update
