-- BLOCK select_watches
select c.id as "crewId", c.crew_group_id as "crewGroupId" from crews c where c.id = any ($crew_ids::integer[])

-- BLOCK select_orders
-- Current orders of crews whose group has the right.
select
  c.id as "crewId", o.id, o.state, o.at, to_char(o.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "atText", o.customer_id as "customerId",
  (
    select coalesce(jsonb_object_agg(k.note_id || ' ' || k.note_version, to_char(k.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')), '{}')
    from note_acknowledgements k
    where k.order_id = o.id and k.crew_id = c.id
  ) as acknowledged
from crews c
join crew_groups g on g.id = c.crew_group_id and g.sees_driver_notes
join orders o on o.crew_id = coalesce(c.number, c.id) and o.ended_at is null
where c.id = any ($crew_ids::integer[]) and c.active
order by o.at, o.id

-- BLOCK find_crews_of_orders
select distinct c.id
from orders o
join crews c on coalesce(c.number, c.id) = o.crew_id
where o.id = any ($order_ids::integer[]) and c.id = any ($crew_ids::integer[])

-- BLOCK lock_note
select n.id, n.version from client_notes n where n.id = $note_id::integer for share

-- BLOCK insert_acknowledgement
insert into note_acknowledgements (note_id, note_version, order_id, crew_id, at)
values ($note_id::integer, $version::integer, $order_id::integer, $crew_id::integer, $now::timestamptz)
on conflict do nothing
returning 1 as made
