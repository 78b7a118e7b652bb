-- BLOCK select_orders
select
  o.id, o.version, o.state, o.customer_id as "customerId", o.payer_id as "payerId", o.carrier_id as "carrierId", o.currency,
  to_char(o.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, o.preliminary, o.source, o.passenger, o.phone, o.addresses, o.comment,
  o.cost_centre as "costCentre", o.crew_group_id as "crewGroupId", o.tariff_id as "tariffId", o.discount_id as "discountId", o.prize, o.fixed_sum as "fixedSum",
  o.price_minor::text as price, o.discount_minor::text as "discountSum", o.total_minor::text as total, o.bonus_minor::text as bonus, o.cashless_minor::text as cashless,
  o.cash_minor::text as cash, o.card_minor::text as card, o.penalty_minor::text as penalty, o.pay, o.distance, o.attributes, o.extras, o.snapshot,
  case when o.ended_at is null then (
    select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name, 'favourite', to_jsonb(c.favourite_crews), 'unwanted', to_jsonb(c.unwanted_crews)) order by array_position(o.path, c.id) desc), '[]')
    from clients c
    where c.id = any (o.path) and (c.favourite_crews <> '{}' or c.unwanted_crews <> '{}')
  ) end as "crewOpinions",
  o.crew_id as "crewId", o.driver, o.car, o.end_reason as "endReason", o.daily_order_id as "dailyOrderId",
  to_char(o.charge_cancelled_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "chargeCancelledAt",
  to_char(o.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt", to_char(o.state_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "stateAt",
  to_char(o.ended_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "endedAt"
from unnest($ids::integer[]) with ordinality as wanted (id, place)
join orders o on o.id = wanted.id
order by wanted.place

-- BLOCK save_order write
select save_order($request::jsonb) as answer

-- BLOCK end_order write
select end_order($request::jsonb) as answer

-- BLOCK touch_order write
select touch_order($request::jsonb) as answer

-- BLOCK find_key
select k.request_hash as hash, (k.body ->> 'orderId')::integer as "orderId" from idempotency_keys k where k.actor = $actor::text and k.key = $key::text

-- BLOCK select_order_attributes
select a.id, a.name, a.type, a."order", a.hidden, a.choices, 'order' = any (a.bound_to) as "forOrders" from attributes a where a.id = any ($ids::integer[])

-- BLOCK select_settlement
-- What ending an order looks at: the payer's accounts, the budgets of the path as it was, the penalty of the group.
select
  (
    select coalesce(jsonb_agg(jsonb_build_object(
      'kindId', a.kind_id, 'balance', a.balance_minor::text, 'held', a.held_minor::text,
      'own', (select coalesce(sum(h.amount_minor), 0)::text from holds h where h.order_id = o.id and h.account_id = a.id and h.state = 'open')
    )), '[]')
    from accounts a
    where a.client_id = o.payer_id and a.carrier_id = o.carrier_id and a.currency = o.currency and a.kind_id in (0, 1) and not a.closed
  ) as accounts,
  (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', b.id, 'period', b.period, 'sum', b.sum_minor::text, 'startsOn', reserved.starts_on, 'own', coalesce(reserved.reserved_minor, 0)::text,
      'usage', (
        select coalesce(jsonb_object_agg(u.starts_on, (u.reserved_minor + u.spent_minor)::text), '{}')
        from budget_usage u
        where u.budget_id = b.id and u.starts_on between (o.at at time zone 'utc')::date - 94 and (o.at at time zone 'utc')::date + 1
      )
    ) order by array_position(o.path, b.client_id), b.period, reserved.starts_on), '[]')
    from budgets b
    left join order_budgets reserved on reserved.order_id = o.id and reserved.budget_id = b.id
    where b.client_id = any (o.path) and b.currency = o.currency
  ) as budgets,
  (
    select jsonb_build_object('sum', p.sum_minor::text)
    from cancellation_penalties p
    where p.group_id = (o.snapshot #>> '{group,id}')::integer and p.state = o.state and p.currency = o.currency
  ) as penalty
from orders o
where o.id = $order_id::integer
