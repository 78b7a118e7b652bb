-- BLOCK lock_target
select c.id from clients c where c.id = $parent_id::integer for share

-- BLOCK delete_own_allows
delete from client_settings s where s.client_id = $client_id::integer and s.value = '"allow"' returning s.key, s.value

-- BLOCK find_taken_external_id
-- Both sets are materialized: otherwise the planner asks for the chain of every client that has an external id.
with moved as materialized (
  select c.id, c.external_id
  from client_subtree($client_id::integer, false) as s
  join clients c on c.id = s.id
  where c.external_id is not null
),
same_elsewhere as materialized (
  select other.id, other.name, other.external_id
  from moved
  join clients other on other.external_id = moved.external_id and other.id <> moved.id
  where not exists (select 1 from moved as same where same.id = other.id)
)
select other.id, other.name, other.external_id as "externalId"
from same_elsewhere as other
where exists (select 1 from client_chains(array[other.id]) as chain where chain.id = $root_id::integer)
limit 1
