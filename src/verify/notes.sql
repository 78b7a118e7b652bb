-- BLOCK note_versions
select n.id, format('its version is %s, its history ends with %s', n.version, coalesce(past.version::text, 'nothing')) as what
from client_notes n
left join (select h.entity_id, max(h.version) as version from history h where h.entity = 'clientNote' and h.version is not null group by h.entity_id) as past on past.entity_id = n.id
where n.version is distinct from past.version

-- BLOCK acknowledged_notes
select k.note_id as id, format('crew %s has acknowledged version %s for order %s, its version is %s', k.crew_id, k.note_version, k.order_id, n.version) as what
from note_acknowledgements k
join client_notes n on n.id = k.note_id
where k.note_version < 1 or k.note_version > n.version
union all
select k.note_id, format('crew %s has acknowledged it for order %s, whose history says nothing of it', k.crew_id, k.order_id)
from note_acknowledgements k
where not exists (
  select 1
  from history h
  where h.entity = 'order' and h.entity_id = k.order_id and h.action = 'order.note_acknowledged' and h.actor_id = k.crew_id
    and h.changes -> 'acknowledged' -> 1 = jsonb_build_object('noteId', k.note_id, 'version', k.note_version)
)

-- BLOCK crew_versions
select c.id, format('its version is %s, its history ends with %s', c.version, coalesce(past.version::text, 'nothing')) as what
from crews c
left join (select h.entity_id, max(h.version) as version from history h where h.entity = 'crew' and h.version is not null group by h.entity_id) as past on past.entity_id = c.id
where c.version is distinct from past.version

-- BLOCK crew_tokens_hashed
select t.crew_id as id, format('its token is kept in %s bytes and holds from %s to %s', octet_length(t.token_hash), t.issued_at, t.expires_at) as what
from crew_tokens t
where octet_length(t.token_hash) <> 32 or t.expires_at <= t.issued_at
