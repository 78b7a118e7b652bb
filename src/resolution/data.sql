-- BLOCK select_resolution
with chain as materialized (
  select c.* from client_chains($client_ids::integer[]) as c
),
stored as (
  select 'own' as part, s.client_id as id, null::text as name, s.key, s.value
  from client_settings s
  where s.client_id in (select chain.id from chain)
  union all
  select 'group', g.id, g.name, gs.key, gs.value
  from client_groups g
  left join group_settings gs on gs.group_id = g.id
  where g.id in (select chain.group_id from chain where chain.parent_id is null)
)
select
  'node' as part, chain.start_id, chain.depth, chain.id, chain.name, chain.parent_id, chain.group_id,
  chain.uses_own_account, chain.blocked, chain.block_reason, chain.deleted,
  null::text as key, null::jsonb as value, null::jsonb as names, null::text as text
from chain
union all
select
  stored.part, null, null, stored.id, stored.name, null, null, null, null, null, null,
  stored.key, stored.value,
  setting_names(stored.key, stored.value),
  null
from stored
union all
select 'epoch', null, null, null, null, null, null, null, null, null, null, null, null, null, (select e.epoch::text from settings_epoch e)
union all
select
  'attributes', null, null, null, null, null, null, null, null, null, null, null, null, null,
  (
    select coalesce(
      json_agg(json_build_object('id', a.id, 'name', a.name, 'type', a.type, 'order', a."order", 'hidden', a.hidden, 'choices', a.choices) order by a."order", a.id),
      '[]'
    )::text
    from attributes a
    where 'client' = any (a.bound_to)
  )

-- BLOCK select_chain
with chain as materialized (
  select c.* from client_chains(array[$client_id::integer]) as c
)
select
  (select e.epoch::text from settings_epoch e) as epoch,
  (
    select json_agg(json_build_array(chain.depth, chain.id, chain.name, chain.parent_id, chain.group_id, chain.uses_own_account, chain.blocked, chain.block_reason, chain.deleted) order by chain.depth)::text
    from chain
  ) as chain,
  (
    select json_agg(json_build_array(s.client_id, s.key, s.value, setting_names(s.key, s.value)))::text
    from client_settings s
    where s.client_id in (select chain.id from chain)
  ) as own
