-- BLOCK select_own
select
  n.id, n.version, n.text, n.audience, n.severity, n.valid_from::text as "from", n.valid_to::text as "to", n.removed, n.author_name as author,
  to_char(n.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt", to_char(n.updated_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "updatedAt",
  (select count(*)::integer from note_acknowledgements k where k.note_id = n.id) as acknowledgements
from client_notes n
where n.client_id = $client_id::integer and n.removed = $removed::boolean
order by n.id

-- BLOCK select_card_note
select c.driver_note as "driverNote" from clients c where c.id = $client_id::integer

-- BLOCK select_levels
-- Paths from the root down; each client is found by its key, however the planner estimates the chains.
select
  chain.start_id as "startId", c.id, c.name, c.time_zone as "timeZone", c.driver_note as "driverNote",
  (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', n.id, 'version', n.version, 'text', n.text, 'audience', n.audience, 'severity', n.severity, 'from', n.valid_from, 'to', n.valid_to
    ) order by n.id), '[]')
    from client_notes n
    where n.client_id = chain.id and not n.removed
  ) as notes
from client_chains($client_ids::integer[]) as chain
cross join lateral (select k.id, k.name, k.time_zone, k.driver_note from clients k where k.id = chain.id offset 0) as c
order by chain.start_id, chain.depth desc

-- BLOCK lock_client
select c.id from clients c where c.id = $client_id::integer for no key update

-- BLOCK count_notes
select count(*)::integer as notes from client_notes n where n.client_id = $client_id::integer and not n.removed

-- BLOCK lock_note
select
  n.id, n.version, n.text, n.audience, n.severity, n.valid_from::text as "from", n.valid_to::text as "to", n.removed
from client_notes n
where n.id = $note_id::integer and n.client_id = $client_id::integer
for update

-- BLOCK insert_note
insert into client_notes (client_id, text, audience, severity, valid_from, valid_to, author_kind, author_id, author_name, created_at, updated_at)
values (
  $client_id::integer, $text::text, $audience::text, $severity::text, $from::date, $to::date, $author_kind::text, $author_id::integer, $author_name::text, $now::timestamptz, $now::timestamptz
)
returning id

-- BLOCK update_note
update client_notes n
set
  text = $text::text, audience = $audience::text, severity = $severity::text, valid_from = $from::date, valid_to = $to::date, removed = $removed::boolean,
  version = n.version + 1, updated_at = $now::timestamptz
where n.id = $note_id::integer
returning n.version

-- BLOCK select_acknowledgements
select
  k.note_id as "noteId", k.note_version as version, jsonb_build_object('id', c.id, 'name', c.name) as crew,
  to_char(k.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
from note_acknowledgements k
join crews c on c.id = k.crew_id
where k.order_id = $order_id::integer
order by k.at, k.note_id, k.note_version, k.crew_id

-- BLOCK select_order
select o.customer_id as "customerId", o.at from orders o where o.id = $order_id::integer
