-- BLOCK lock_rows
with own as materialized (
  select r.import_id, r.number, r.source, r.source_row from import_rows r where r.client_id = $client_id::integer
), repeated as (
  select r.import_id, r.number, r.source, r.source_row
  from own
  join import_rows r on r.import_id = own.import_id and r.client_id is null
    and r.reason = 'The same as row ' || own.source_row || case when own.source is null then '' else ' of ' || own.source end || '.'
)
select import_id as "importId", number, source, source_row as "sourceRow" from own
union
select import_id, number, source, source_row from repeated
order by 1, 2

-- BLOCK erase_rows
with erased as (
  select
    r.import_id, r.number,
    coalesce($placeholder::text, r.name) as name,
    r.changes - $fields::text[] as changes,
    (
      select jsonb_agg(warning.value order by warning.place)
      from jsonb_array_elements(r.warnings) with ordinality as warning (value, place)
      where warning.value ->> 'field' <> all ($fields::text[])
    ) as warnings
  from unnest($import_ids::integer[], $numbers::integer[]) as wanted (import_id, number)
  join import_rows r on r.import_id = wanted.import_id and r.number = wanted.number
)
update import_rows r
set name = erased.name, changes = erased.changes, warnings = erased.warnings
from erased
where r.import_id = erased.import_id and r.number = erased.number
  and (r.name, r.changes, r.warnings) is distinct from (erased.name, erased.changes, erased.warnings)
returning r.number

-- BLOCK erase_in_reasons
update import_rows r
set
  reason = renamed_in_quotes(r.reason, $names::text[], $placeholder::text),
  undo_reason = renamed_in_quotes(r.undo_reason, $names::text[], $placeholder::text)
where (r.reason is not null or r.undo_reason is not null)
  and (r.reason, r.undo_reason) is distinct from (renamed_in_quotes(r.reason, $names::text[], $placeholder::text), renamed_in_quotes(r.undo_reason, $names::text[], $placeholder::text))
returning r.number

-- BLOCK find_block
select b.place, b.rows
from import_blocks b
where b.import_id = $import_id::integer and b.place < $before_place::integer
  and (strpos(b.rows, '[[' || $row::text || ',[') = 1 or strpos(b.rows, ',[' || $row::text || ',[') > 0)
order by b.place desc
limit 1
for update

-- BLOCK save_block
update import_blocks b set rows = $rows::text where b.import_id = $import_id::integer and b.place = $place::integer returning b.place

-- BLOCK lock_columns
select i.columns from imports i where i.id = $import_id::integer for update

-- BLOCK save_columns
update imports i set columns = $columns::jsonb where i.id = $import_id::integer returning i.id
