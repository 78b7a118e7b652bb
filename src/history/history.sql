-- BLOCK insert_history
insert into history (at, entity, entity_id, version, action, changes, import_id, actor_kind, actor_id, actor_name, on_behalf_of, channel, request_id)
select
  $at::timestamptz, entry.entity, entry."entityId", entry.version, entry.action, entry.changes, entry."importId",
  $actor_kind::text, $actor_id::integer, $actor_name::text, $on_behalf_of::text, $channel::text, $request_id::text
from rows from (
  jsonb_to_recordset($entries::jsonb) as (entity text, "entityId" integer, version integer, action text, changes jsonb, "importId" integer)
) with ordinality as entry (entity, "entityId", version, action, changes, "importId", place)
order by entry.place
returning 1 as written

-- BLOCK select_changes_since
select h.changes
from history h
where h.entity = $entity::text and h.entity_id = $entity_id::integer and h.version > $version::integer
order by h.id
