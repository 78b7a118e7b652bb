-- BLOCK select_daily_orders
select
  d.id, d.version, d.state, jsonb_build_object('id', c.id, 'name', c.name) as customer, d.paying_id as "payingId", d.weekdays::integer[] as weekdays, d.local_time as time,
  (
    select own.time_zone
    from client_chains(array[d.customer_id]) as chain
    join clients own on own.id = chain.id
    where own.time_zone is not null
    order by chain.depth
    limit 1
  ) as "timeZone",
  d.first_on::text as "firstOn", d.last_on::text as "lastOn", d.lead_minutes as "leadMinutes", d.passenger, d.phone, d.addresses, d.comment, d.cost_centre as "costCentre",
  d.carrier_id as "carrierId", d.crew_group_id as "crewGroupId", d.tariff_id as "tariffId", d.pay,
  (
    select jsonb_build_object('id', o.id, 'state', o.state, 'at', to_char(o.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) from orders o where o.id = d.order_id
  ) as "openOrder",
  case when d.next_on is not null then jsonb_build_object('on', d.next_on, 'at', to_char(d.next_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) end as next,
  d.problem, d.made_for::text as "madeFor", d.refused_for::text as "refusedFor",
  to_char(d.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt", to_char(d.updated_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "updatedAt"
from unnest($ids::integer[]) with ordinality as wanted (id, place)
join daily_orders d on d.id = wanted.id
join clients c on c.id = d.customer_id
order by wanted.place

-- BLOCK lock_daily_order
select d.id from daily_orders d where d.id = $id::integer for update

-- BLOCK lock_due
-- What another process is at is left to it.
select d.id
from daily_orders d
where d.look_at <= $now::timestamptz
order by d.look_at
limit 1
for update skip locked

-- BLOCK insert_daily_order
insert into daily_orders (
  customer_id, paying_id, weekdays, local_time, first_on, last_on, lead_minutes, passenger, phone, addresses, comment, cost_centre, carrier_id, crew_group_id, tariff_id, pay,
  created_at, updated_at
) values (
  $customer_id::integer, $paying_id::integer, $weekdays::smallint[], $time::text, $first_on::date, $last_on::date, $lead_minutes::integer, $passenger::text, $phone::text,
  $addresses::jsonb, $comment::text, $cost_centre::text, $carrier_id::integer, $crew_group_id::integer, $tariff_id::integer, $pay::jsonb, $now::timestamptz, $now::timestamptz
)
returning id

-- BLOCK update_daily_order
update daily_orders d
set
  version = d.version + 1, state = $state::text, weekdays = $weekdays::smallint[], local_time = $time::text, first_on = $first_on::date, last_on = $last_on::date,
  lead_minutes = $lead_minutes::integer, passenger = $passenger::text, phone = $phone::text, addresses = $addresses::jsonb, comment = $comment::text,
  cost_centre = $cost_centre::text, carrier_id = $carrier_id::integer, crew_group_id = $crew_group_id::integer, tariff_id = $tariff_id::integer, pay = $pay::jsonb,
  refused_for = null, problem = null, look_at = null, next_on = null, next_at = null, updated_at = $now::timestamptz
where d.id = $id::integer
returning d.version

-- BLOCK plan_next
update daily_orders d
set next_on = $next_on::date, next_at = $next_at::timestamptz, look_at = $look_at::timestamptz
where d.id = $id::integer
returning d.id

-- BLOCK note_made
update daily_orders d
set order_id = $order_id::integer, made_for = $made_for::date, refused_for = null, problem = null, look_at = null, next_on = null, next_at = null
where d.id = $id::integer
returning d.id

-- BLOCK mark_order
update orders o set daily_order_id = $id::integer, daily_on = $made_for::date where o.id = $order_id::integer returning o.id

-- BLOCK note_refused
update daily_orders d set refused_for = $refused_for::date, problem = $problem::jsonb where d.id = $id::integer returning d.id

-- BLOCK note_event
insert into order_events (event, daily_order_id, at) values ('dailyOrderNotMade', $id::integer, $now::timestamptz) returning 1 as noted

-- BLOCK end_schedule
update daily_orders d
set version = d.version + 1, state = $state::text, look_at = null, next_on = null, next_at = null, updated_at = $now::timestamptz
where d.id = $id::integer and d.state <> $state::text
returning d.version

-- BLOCK delete_daily_order
delete from daily_orders d where d.id = $id::integer returning d.id

-- BLOCK find_by_order
select o.daily_order_id as id, d.state from orders o join daily_orders d on d.id = o.daily_order_id where o.id = $order_id::integer
