-- BLOCK select_steps_back slow
select
  r.number, r.step, r.outcome, r.name, r.external_id as "externalId", r.client_id as "clientId", r.version, r.parent_id as "parentId",
  r.parent_number as "parentNumber", r.changes, r.warnings, null::integer as "parentClientId", false as "parentFailed"
from import_rows r
where r.import_id = $import_id::integer and r.step < $before::integer and r.outcome <> 'error'
order by r.step desc
limit $limit::integer

-- BLOCK lock_clients
select c.id, c.version, c.name, c.parent_id as "parentId", c.deleted from clients c where c.id = any ($ids::integer[]) order by c.id for update

-- BLOCK select_children_left
select c.parent_id as "parentId", bool_or(not c.deleted) as live
from clients c
where c.parent_id = any ($ids::integer[]) and c.id <> all ($ids::integer[])
group by c.parent_id

-- BLOCK select_references
select
  con.conrelid::regclass::text as "table", quote_ident(att.attname) as "column"
from pg_constraint con
join pg_attribute att on att.attrelid = con.conrelid and att.attnum = con.conkey[1]
where con.contype = 'f' and con.confrelid = 'clients'::regclass and con.confdeltype <> 'c' and con.conrelid <> 'clients'::regclass
order by 1, 2

-- BLOCK delete_clients
delete from clients c where c.id = any ($ids::integer[])

-- BLOCK save_undo
update import_rows r
set undo = done.undo, undo_reason = done.reason
from jsonb_to_recordset($results::jsonb) as done (number integer, undo text, reason text)
where r.import_id = $import_id::integer and r.number = done.number
