-- BLOCK select_forest slow
with inside as materialized (
  select s.id, min(s.depth) as depth from unnest($client_ids::integer[]) as top (id) cross join lateral client_subtree(top.id, false) as s group by s.id
),
involved as materialized (
  select distinct on (node.id) node.id, node.inside, node.depth
  from (
    select inside.id, true as inside, inside.depth from inside
    union all
    select chain.id, false, 0 from client_chains($client_ids::integer[]) as chain
  ) as node
  order by node.id, node.inside desc
),
nodes as materialized (
  select c.*, involved.inside, involved.depth from involved join clients c on c.id = involved.id
)
select * from (
  select
    'node' as part, nodes.inside, nodes.depth, nodes.id, nodes.name, nodes.parent_id, nodes.group_id, nodes.uses_own_account, nodes.blocked,
    nodes.block_reason, nodes.deleted, null::text as key, null::jsonb as value
  from nodes
  union all
  select 'own', null, null, s.client_id, null, null, null, null, null, null, null, s.key, s.value
  from client_settings s
  where s.client_id in (select nodes.id from nodes)
  union all
  select 'group', null, null, g.id, g.name, null, null, null, null, null, null, gs.key, gs.value
  from client_groups g
  left join group_settings gs on gs.group_id = g.id
  where g.id in (select nodes.group_id from nodes)
  union all
  select 'attributes', null, null, null, null, null, null, null, null, null, null, null, (
    select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'name', a.name, 'type', a.type, 'order', a."order", 'hidden', a.hidden, 'choices', a.choices)), '[]')
    from attributes a
    where 'client' = any (a.bound_to)
  )
) as part
order by part.depth, part.id
