-- BLOCK select_past slow
with past as materialized (
  select * from client_chains_at($client_ids::integer[], $at::timestamptz)
),
groups as materialized (
  select distinct case when past.before ? 'groupId' then (past.before ->> 'groupId')::integer else c.group_id end as id
  from past
  left join clients c on c.id = past.id
  where past.parent_id is null
)
select
  'node' as part, past.id, past.parent_id as "parentId", c.name, c.group_id as "groupId", c.uses_own_account as "usesOwnAccount", c.blocked,
  c.block_reason as "blockReason", c.deleted, past.before,
  (select jsonb_object_agg(s.key, s.value) from client_settings s where s.client_id = past.id) as settings, null::text as text
from past
left join clients c on c.id = past.id
union all
select
  'group', groups.id, null, g.name, null, null, null, null, null, since.before,
  (select jsonb_object_agg(s.key, s.value) from group_settings s where s.group_id = groups.id), null
from groups
left join client_groups g on g.id = groups.id
cross join lateral history_since('group', groups.id, $at::timestamptz) as since
where groups.id is not null
union all
select
  'attribute', known.id, null, null, null, null, null, null, null, since.before, null,
  (
    select json_build_object('name', a.name, 'type', a.type, 'order', a."order", 'hidden', a.hidden, 'choices', a.choices, 'boundTo', a.bound_to)::text
    from attributes a where a.id = known.id
  )
from (
  select a.id from attributes a where a.created_at <= $at::timestamptz
  union
  select h.entity_id
  from history h
  where h.entity = 'attribute' and h.action = 'attribute.removed' and h.version > 1 and h.at > $at::timestamptz
    and not exists (select from history made where made.entity = 'attribute' and made.entity_id = h.entity_id and made.action = 'attribute.created' and made.at > $at::timestamptz)
) as known
cross join lateral history_since('attribute', known.id, $at::timestamptz) as since

-- BLOCK select_lifetime
select
  to_char(c.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt",
  (
    select to_char(h.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
    from history h
    where h.entity = 'client' and h.entity_id = wanted.id and h.action = 'client.removed'
    order by h.id desc limit 1
  ) as "removedAt"
from (select $client_id::integer as id) as wanted
left join clients c on c.id = wanted.id
