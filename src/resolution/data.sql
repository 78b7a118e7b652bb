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
  case
    when jsonb_typeof(stored.value) = 'number' then
      case stored.key
        when 'tariff' then (select jsonb_build_object(d.id, d.name) from tariffs d where d.id = stored.value::integer)
        when 'prizeTariff' then (select jsonb_build_object(d.id, d.name) from tariffs d where d.id = stored.value::integer)
        when 'tariffShift' then (select jsonb_build_object(d.id, d.name) from tariff_shifts d where d.id = stored.value::integer)
        when 'discount' then (select jsonb_build_object(d.id, d.name) from discounts d where d.id = stored.value::integer)
        when 'prizeDiscount' then (select jsonb_build_object(d.id, d.name) from discounts d where d.id = stored.value::integer)
        when 'settlementRule' then (select jsonb_build_object(d.id, d.name) from settlement_rules d where d.id = stored.value::integer)
        when 'dynamicPriorityRule' then (select jsonb_build_object(d.id, d.name) from dynamic_priority_rules d where d.id = stored.value::integer)
        when 'logo' then (select jsonb_build_object(d.id, d.name) from images d where d.id = stored.value::integer)
        when 'defaultCrewGroup' then (select jsonb_build_object(d.id, d.name) from crew_groups d where d.id = stored.value::integer)
      end
    when stored.key = 'crewGroups' and jsonb_typeof(stored.value) = 'array' then
      (select jsonb_object_agg(d.id, d.name) from jsonb_array_elements(stored.value) as member join crew_groups d on d.id = member::integer)
  end,
  null
from stored
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
