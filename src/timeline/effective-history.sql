-- BLOCK select_latest_causes slow
with concerned as (
  select 'client' as entity, id from unnest($client_ids::integer[]) as id
  union all
  select 'group', $group_id::integer
),
latest as (
  select max(last.at) as at
  from concerned
  cross join lateral (
    select h.at
    from history h
    where h.entity = concerned.entity and h.entity_id = concerned.id and h.at < $until::timestamptz and h.version is not null
    order by h.id desc
    limit 1
  ) as last
)
select
  h.id::float8 as "historyId", h.at, h.entity, h.entity_id as "entityId", h.action, h.actor_name as "actorName", h.channel
from latest
join concerned on true
join history h on h.entity = concerned.entity and h.entity_id = concerned.id and h.at = latest.at and h.version is not null
order by h.id
