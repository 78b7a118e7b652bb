-- BLOCK select_row
select h.id::float8 as id, h.at, h.entity, h.entity_id as "entityId", h.version, h.action, h.changes, h.import_id as "importId"
from history h
where h.id = $id::bigint

-- BLOCK select_newer
select
  h.id::float8 as id, to_char(h.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, h.action, h.actor_name as "actorName"
from history h
where h.entity = $entity::text and h.entity_id = $entity_id::integer and h.id > $id::bigint and h.changes ? $field::text
  and (h.version is null or h.version <= $until::integer)
order by h.id desc
limit 1

-- BLOCK select_written
select h.id::float8 as id, h.version, h.changes
from history h
where h.entity = $entity::text and h.entity_id = $entity_id::integer and h.version > $version::integer
order by h.id

-- BLOCK delete_folded
delete from history h where h.id = any ($ids::bigint[]) returning 1 as deleted

-- BLOCK update_folded
update history h set version = $version::integer, changes = $changes::jsonb, undoes = $undoes::bigint where h.id = $id::bigint returning 1 as updated
