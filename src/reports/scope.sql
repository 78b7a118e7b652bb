-- BLOCK select_zone
-- The nearest time zone upwards.
select c.time_zone as "timeZone"
from client_chains(array[$unit_id::integer]) as chain
join clients c on c.id = chain.id
where c.time_zone is not null
order by chain.depth
limit 1

-- BLOCK select_currency
select carrier.currency from carriers carrier where carrier.is_default

-- BLOCK select_former_names
-- Units that were removed for good: as an order of then has them.
select wanted.id, unit ->> 'name' as name
from unnest($ids::integer[]) as wanted (id)
cross join lateral (select o.snapshot from orders o where o.path @> array[wanted.id] limit 1) as o
cross join lateral jsonb_array_elements(o.snapshot -> 'path') as unit
where (unit ->> 'id')::integer = wanted.id
