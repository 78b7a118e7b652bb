-- BLOCK put_presence write
insert into presence (socket_id, operator_id, name, entity, entity_id, editing, seen_at)
values ($socket_id::text, $operator_id::integer, $name::text, $entity::text, $entity_id::integer, $editing::boolean, $now::timestamptz)
on conflict (socket_id) do update set
  operator_id = excluded.operator_id, name = excluded.name, entity = excluded.entity, entity_id = excluded.entity_id, editing = excluded.editing, seen_at = excluded.seen_at

-- BLOCK drop_presence write
delete from presence p where p.socket_id = $socket_id::text

-- BLOCK keep_presence write
update presence p set seen_at = $now::timestamptz where p.socket_id = any ($socket_ids::text[])

-- BLOCK forget_presence write
delete from presence p where p.seen_at < $before::timestamptz

-- BLOCK select_presence
select p.socket_id as "key", p.operator_id as "operatorId", p.name, p.entity, p.entity_id as "entityId", p.editing
from presence p
join unnest($entities::text[], $entity_ids::integer[]) as shown (entity, entity_id) on shown.entity = p.entity and shown.entity_id = p.entity_id
where p.seen_at >= $after::timestamptz
order by p.name, p.socket_id
