-- BLOCK select_customers
-- Who may ride in the demo directory, evenly chosen from all trees: employees and private persons.
with possible as (
  select c.id, root.id as root_id, row_number() over (partition by root.id order by c.id) as place, count(*) over (partition by root.id) as of_root
  from clients c
  join lateral (
    select max(chain.id) filter (where chain.parent_id is null) as id, bool_or(chain.blocked or chain.deleted) as stopped from client_chains(array[c.id]) as chain
  ) as root on not root.stopped
  where c.kind in ('employee', 'person')
)
select p.id, p.root_id as "rootId" from possible p where p.place % greatest(1, p.of_root / 7) = 0 or p.of_root < 7 order by p.id

-- BLOCK select_payers
select distinct payer.id, payer.name, payer.carrier_id as "carrierId", payer.currency
from unnest($client_ids::integer[]) as customer (id)
join lateral (
  select chain.id, chain.name, d.id as carrier_id, d.currency
  from client_chains(array[customer.id]) as chain
  cross join (select c.id, c.currency from carriers c where c.is_default) as d
  where chain.uses_own_account
  order by chain.depth
  limit 1
) as payer on true
order by payer.id

-- BLOCK next_order_id
select case when s.is_called then s.last_value + 1 else s.last_value end::integer as id from orders_id_seq s

-- BLOCK do_steps slow
-- In the order in which they stand there: each sees what those before it did.
select case step.value ->> 'do'
  when 'book' then book_entry(step.value -> 'request')
  when 'save' then save_order(step.value -> 'request')
  when 'touch' then touch_order(step.value -> 'request')
  else end_order(step.value -> 'request')
end as answer
from jsonb_array_elements($steps::jsonb) with ordinality as step (value, place)

-- BLOCK forget_events
-- Nobody is to be told of the orders of a demonstration.
delete from order_events returning 1 as gone
