-- BLOCK select_steps slow
select
  r.number, r.step, r.outcome, r.name, r.external_id as "externalId", r.client_id as "clientId", r.version, r.parent_id as "parentId",
  r.parent_number as "parentNumber", r.changes, r.warnings,
  p.client_id as "parentClientId", p.outcome = 'error' as "parentFailed"
from import_rows r
left join import_rows p on p.import_id = r.import_id and p.number = r.parent_number
where r.import_id = $import_id::integer and r.step >= $from::integer
order by r.step
limit $limit::integer

-- BLOCK save_results
update import_rows r
set outcome = coalesce(done.outcome, r.outcome), reason = coalesce(done.reason, r.reason), warnings = coalesce(done.warnings, r.warnings), changes = coalesce(done.changes, r.changes)
from jsonb_to_recordset($results::jsonb) as done (number integer, outcome text, reason text, warnings jsonb, changes jsonb)
where r.import_id = $import_id::integer and r.number = done.number

-- BLOCK stamp_history
update history h set import_id = $import_id::integer
where h.xid = pg_current_xact_id() and h.entity = 'client' and h.import_id is null

-- BLOCK select_written_changes
select h.entity_id as "clientId", h.changes
from history h
where h.xid = pg_current_xact_id() and h.entity = 'client' and h.version is not null and h.entity_id = any ($client_ids::integer[])
order by h.id
