-- BLOCK select_floor
with chain as materialized (
  select c.* from client_chains(array[$client_id::integer]) as c
)
select said.value
from (
  select s.value, chain.depth
  from chain
  join client_settings s on s.client_id = chain.id and s.key = 'balanceFloor'
  union all
  select g.value, 2147483647
  from chain
  join group_settings g on g.group_id = chain.group_id and g.key = 'balanceFloor'
  where chain.parent_id is null
) as said
order by said.depth
limit 1
