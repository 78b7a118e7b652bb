-- BLOCK select_by_key
select c.id from clients c where c.id = $client_id::integer

-- BLOCK prepare_paths slow
create table bench_paths as
with recursive walk as (
  select c.id, array[c.id] as path from clients c where c.id = $root_id::integer
  union all
  select c.id, walk.path || c.id from walk join clients c on c.parent_id = walk.id
)
select walk.id, walk.path from walk

-- BLOCK move_paths slow
update bench_paths p
set path = (select target.path from bench_paths target where target.id = $parent_id::integer)
  || p.path[array_position(p.path, $client_id::integer):]
where p.path @> array[$client_id::integer]

-- BLOCK own_external_ids slow
update clients c
set external_id = 'branch ' || c.external_id
from client_subtree($client_id::integer, false) as s
where c.id = s.id and c.external_id is not null
