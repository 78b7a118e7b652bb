-- BLOCK at_depth slow
select chain.start_id as id
from client_chains(array(select c.id from clients c where c.id > $after::integer order by hashint4(c.id) limit $tries::integer)) as chain
group by chain.start_id
having max(chain.depth) = $depth::integer and not bool_or(chain.deleted)
limit $wanted::integer

-- BLOCK units slow
select c.id from clients c where c.parent_id = $parent_id::integer order by c.id

-- BLOCK children slow
select c.id, c.sort_name as name from clients c where c.parent_id = $parent_id::integer and not c.deleted order by hashint4(c.id) limit $wanted::integer

-- BLOCK roots_of_about slow
select c.id
from clients c
cross join lateral (select count(*) as size from client_subtree(c.id, false)) as below
where c.parent_id is null and c.kind = 'organisation' and c.id > $after::integer and below.size between 700 and 1300 and not c.deleted
limit $wanted::integer

-- BLOCK names slow
select c.name, coalesce((select p.number from client_phones p where p.client_id = c.id limit 1), '') as phone
from clients c
order by hashint4(c.id)
limit $wanted::integer
