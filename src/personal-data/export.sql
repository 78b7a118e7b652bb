-- BLOCK lock_client
select c.id, c.name from clients c where c.id = $client_id::integer for share

-- BLOCK select_hidden_attributes
select a.id from attributes a where a.hidden

-- BLOCK select_links
select
  to_char(l.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt",
  to_char(l.expires_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "expiresAt",
  to_char(l.used_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "usedAt"
from password_links l
where l.client_id = $client_id::integer
order by l.id

-- BLOCK select_muted_notices
select m.event, m.channel from muted_notices m where m.client_id = $client_id::integer order by m.event, m.channel

-- BLOCK select_sessions
-- Those of operators in the client's place are not its own.
select
  to_char(s.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt",
  to_char(s.last_seen_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "lastSeenAt",
  s.ip, s.user_agent as "userAgent"
from client_sessions s
where s.client_id = $client_id::integer and s.operator_id is null
order by s.id

-- BLOCK select_organisations
select c.id, c.name, to_char(l.linked_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "linkedAt"
from person_logins mine
join person_logins l on l.person_id = mine.person_id and l.client_id <> mine.client_id
join clients c on c.id = l.client_id
where mine.client_id = $client_id::integer
order by c.id

-- BLOCK select_ratings
select to_char(r.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, r.stars, r.comment
from client_ratings r
where r.client_id = $client_id::integer
order by r.at, r.id

-- BLOCK select_scheduled
select
  to_char(s.due_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, s.change, s.status, s.reason,
  to_char(s.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt"
from scheduled_changes s
where s.client_id = $client_id::integer
order by s.due_at, s.id

-- BLOCK select_images
select i.id, i.name, i.type, i.content
from client_settings s
join images i on i.id = (s.value #>> '{}')::integer
where s.client_id = $client_id::integer and s.key = 'logo' and jsonb_typeof(s.value) = 'number'
union
select i.id, i.name, i.type, i.content
from client_photos p
join images i on i.id = p.image_id
where p.client_id = $client_id::integer
