-- BLOCK select_clients_within
select chain.start_id as id
from client_chains($ids::integer[]) as chain
group by chain.start_id
having bool_or(chain.id = $top_id::integer)

-- BLOCK select_orders_within
select o.id::text as id
from orders o
where o.id = any ($ids::bigint[]) and o.path @> array[$top_id::integer]
