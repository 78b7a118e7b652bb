-- BLOCK select_position
select (pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1)::text || '-9223372036854775807' as seq

-- BLOCK select_after
select
  h.xid::text || '-' || h.id::text as seq, h.entity, h.entity_id as "entityId", h.version, h.action, h.import_id as "importId",
  (extract(epoch from h.at) * 1000)::float8 as at
from history h
where (h.xid, h.id) > ($after_xid::text::xid8, $after_id::bigint)
  and h.xid < pg_snapshot_xmin(pg_current_snapshot())
  and ($until_xid::text is null or (h.xid, h.id) <= ($until_xid::text::xid8, $until_id::bigint))
order by h.xid, h.id
limit $limit::integer
