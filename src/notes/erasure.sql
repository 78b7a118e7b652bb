-- BLOCK select_note_ids
-- Of a client that was removed for good only its history tells which notes it had.
select n.id from client_notes n where n.client_id = $client_id::integer
union
select note.id::integer
from history h
cross join lateral jsonb_array_elements_text(h.changes -> 'note') as note (id)
where h.entity = 'client' and h.entity_id = $client_id::integer and h.action like 'client.note\_%' and note.id is not null

-- BLOCK clear_notes
update client_notes n
set text = $text::text, removed = true, version = n.version + 1, updated_at = $now::timestamptz
where n.client_id = $client_id::integer and n.text <> $text::text
returning n.id, n.version

-- BLOCK select_notes
select
  n.text, n.audience, n.severity, n.valid_from::text as "from", n.valid_to::text as "to", n.removed,
  to_char(n.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt", to_char(n.updated_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "updatedAt"
from client_notes n
where n.client_id = $client_id::integer
order by n.id
