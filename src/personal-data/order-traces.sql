-- BLOCK find_open
select o.id from orders o where o.customer_id = $client_id::integer and o.ended_at is null order by o.id limit 1

-- BLOCK erase_orders
update orders o
set
  passenger = null, phone = null, addresses = '[]', comment = null, cost_centre = null, attributes = '[]', extras = '{}', end_reason = null,
  snapshot = jsonb_set(o.snapshot, '{chosen,discountCard}', 'null'), erased_at = $now::timestamptz
where o.customer_id = $client_id::integer and o.erased_at is null
returning o.id

-- BLOCK rename_in_orders
update orders o
set snapshot = renamed_in_snapshot(o.snapshot, $client_id::integer, $placeholder::text)
where (o.path @> array[$client_id::integer] or o.payer_id = $client_id::integer)
  and o.snapshot <> renamed_in_snapshot(o.snapshot, $client_id::integer, $placeholder::text)
returning o.id

-- BLOCK rename_in_history
-- In the history of orders that are, or once were, the person's or paid by it.
with concerned as materialized (
  select o.id from orders o where o.path @> array[$client_id::integer] or o.payer_id = $client_id::integer
  union
  select h.entity_id from history h where h.entity = 'order' and h.action = 'order.changed' and (h.changes #>> '{customer,0,id}')::integer = $client_id::integer
  union
  select h.entity_id from history h where h.entity = 'order' and h.action = 'order.changed' and (h.changes #>> '{payer,0,id}')::integer = $client_id::integer
), renamed as (
  select
    h.id,
    h.changes
      || case when h.changes ? 'customer' then jsonb_build_object('customer', renamed_employees(h.changes -> 'customer', $client_id::integer, $placeholder::text)) else '{}' end
      || case when h.changes ? 'payer' then jsonb_build_object('payer', renamed_employees(h.changes -> 'payer', $client_id::integer, $placeholder::text)) else '{}' end as changes
  from concerned
  join history h on h.entity = 'order' and h.entity_id = concerned.id and h.changes ?| array['customer', 'payer']
)
update history h set changes = renamed.changes from renamed where h.id = renamed.id and h.changes <> renamed.changes
returning h.id::float8 as id

-- BLOCK erase_feedback
update order_feedback f set comment = null from orders o where o.customer_id = $client_id::integer and f.order_id = o.id and f.comment is not null returning f.order_id

-- BLOCK erase_ratings
update client_ratings r set comment = null where r.client_id = $client_id::integer and r.comment is not null returning r.id

-- BLOCK erase_order_messages
-- Also those to others, such as the head of a family.
update messages m
set
  recipient = '', subject = null, body = '', secret = null, purpose = 'erased',
  last_error = case when m.status = 'sent' then null else 'Erased with the personal data of the client.' end,
  status = case when m.status = 'waiting' then 'failed' else m.status end
from orders o
where o.customer_id = $client_id::integer and m.order_id = o.id and m.purpose <> 'erased'
returning m.id

-- BLOCK erase_daily_orders
update daily_orders d
set
  passenger = null, phone = null, addresses = '[]', comment = null, cost_centre = null, problem = null, look_at = null, next_on = null, next_at = null,
  version = d.version + case when d.state in ('active', 'paused') then 1 else 0 end, state = case when d.state in ('active', 'paused') then 'stopped' else d.state end
where d.customer_id = $client_id::integer
returning d.id, d.version

-- BLOCK erase_daily_problems
-- Why no order was made names whoever is in the way, perhaps the person above.
update daily_orders d set problem = null
where d.problem is not null and d.customer_id = any (array(select s.id from client_subtree($client_id::integer, false) as s))
returning d.id

-- BLOCK select_daily_orders
select d.id, d.customer_id = $client_id::integer as own, d.state, d.version
from daily_orders d
where d.customer_id = any (array(select s.id from client_subtree($client_id::integer, false) as s))

-- BLOCK rename_in_daily_history
update history h
set changes = jsonb_set(h.changes, '{customer}', renamed_employees(h.changes -> 'customer', $client_id::integer, $placeholder::text))
where h.entity = 'dailyOrder' and h.entity_id = any ($ids::integer[]) and h.changes ? 'customer'
  and h.changes -> 'customer' <> renamed_employees(h.changes -> 'customer', $client_id::integer, $placeholder::text)
returning h.id::float8 as id
