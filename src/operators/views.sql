-- BLOCK list_views
select v.id, v.section, v.name, v.address
from operator_views v
where v.operator_id = $operator_id::integer and ($section::text is null or v.section = $section::text)
order by v.section, lower(v.name), v.id

-- BLOCK lock_operator
select o.id from operators o where o.id = $operator_id::integer for no key update

-- BLOCK save_view write
insert into operator_views (operator_id, section, name, address, created_at, updated_at)
values ($operator_id::integer, $section::text, $name::text, $address::text, $now::timestamptz, $now::timestamptz)
on conflict (operator_id, section, lower(name)) do update
set name = excluded.name, address = excluded.address, version = operator_views.version + 1, updated_at = excluded.updated_at
returning id, version, section, name, address, (select count(*)::integer from operator_views o where o.operator_id = $operator_id::integer) as views

-- BLOCK remove_view write
delete from operator_views v where v.id = $id::integer and v.operator_id = $operator_id::integer returning v.name
