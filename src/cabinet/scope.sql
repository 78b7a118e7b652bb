-- BLOCK select_clients_within
select chain.start_id as id
from client_chains($ids::integer[]) as chain
group by chain.start_id
having bool_or(chain.id = $top_id::integer)

-- BLOCK select_orders_within
-- By the path that an order was made on (O-10); what an erasure has hidden from the person is not there.
select o.id
from orders o
where o.id = any ($ids::integer[]) and o.path @> array[$top_id::integer] and o.erased_at is null

-- BLOCK select_own_orders_within
-- Also now: whoever was moved away takes its open orders along.
select o.id
from orders o
where o.id = any ($ids::integer[]) and o.path @> array[$top_id::integer] and o.erased_at is null
  and exists (select 1 from client_chains(array[o.customer_id]) as chain where chain.id = $top_id::integer)

-- BLOCK select_daily_orders_within
select d.id
from daily_orders d
where d.id = any ($ids::integer[]) and exists (select 1 from client_chains(array[d.customer_id]) as chain where chain.id = $top_id::integer)

-- BLOCK select_invoices_within
select i.id
from invoices i
where i.id = any ($ids::integer[]) and exists (select 1 from client_chains(array[i.client_id]) as chain where chain.id = $top_id::integer)

-- BLOCK select_top_ups_within
select t.id
from top_ups t
where t.id = any ($ids::integer[]) and exists (select 1 from client_chains(array[t.client_id]) as chain where chain.id = $top_id::integer)

-- BLOCK select_notes_within
-- What operators tell drivers about a client is not for the client's eyes.
select n.id
from client_notes n
where n.id = any ($ids::integer[]) and n.audience = 'driver' and n.author_kind = 'client' and exists (select 1 from client_chains(array[n.client_id]) as chain where chain.id = $top_id::integer)

-- BLOCK select_imports_within
-- A client's own; a superior unit's reach further than those below it see.
select i.id
from imports i
where i.id = any ($ids::integer[]) and i.client_id = $top_id::integer
