-- BLOCK insert_blocks
insert into import_blocks (import_id, place, rows)
select $import_id::integer, $first::integer + (block.place - 1)::integer, block.rows
from unnest($blocks::text[]) with ordinality as block (rows, place)

-- BLOCK select_block slow
select b.rows from import_blocks b where b.import_id = $import_id::integer and b.place = $place::integer

-- BLOCK lock_import
select i.id from imports i where i.id = $import_id::integer for update

-- BLOCK delete_rows
delete from import_rows where import_id = $import_id::integer

-- BLOCK delete_blocks
delete from import_blocks where import_id = $import_id::integer

-- BLOCK insert_rows
insert into import_rows (
  import_id, number, step, source, source_row, outcome, name, external_id, reason, warnings, client_id, version, parent_id, parent_number, changes
)
select
  $import_id::integer, r.number, r.step, r.source, r."sourceRow", r.outcome, r.name, r."externalId", r.reason, r.warnings, r."clientId", r.version,
  r."parentId", r."parentNumber", r.changes
from jsonb_to_recordset($rows::jsonb) as r (
  number integer, step integer, source text, "sourceRow" integer, outcome text, name text, "externalId" text, reason text, warnings jsonb,
  "clientId" integer, version integer, "parentId" integer, "parentNumber" integer, changes jsonb
)

-- BLOCK select_rows
select
  r.number, r.source, r.source_row as "row", r.outcome, r.name, r.external_id as "externalId", r.client_id as "clientId", r.reason,
  coalesce(r.warnings, '[]') as warnings, coalesce(r.changes, '{}') as changes, r.undo, r.undo_reason as "undoReason"
from import_rows r
where r.import_id = $import_id::integer
  and r.number > $after::integer
  and ($outcome::text is null or r.outcome = $outcome::text)
  and (not $warned::boolean or r.warnings is not null)
order by r.number
limit $limit::integer

-- BLOCK count_outcomes slow
select r.outcome, count(*)::integer as count, coalesce(sum(jsonb_array_length(r.warnings)), 0)::integer as warnings
from import_rows r
where r.import_id = $import_id::integer
group by r.outcome

-- BLOCK count_undone slow
select r.undo, count(*)::integer as count from import_rows r where r.import_id = $import_id::integer and r.undo is not null group by r.undo

