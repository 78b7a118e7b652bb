-- BLOCK lock_crew
select c.id from crews c where c.id = $crew_id::integer for no key update

-- BLOCK find_crew
select c.id, c.name, t.last_seen_at as "lastSeenAt"
from crew_tokens t
join crews c on c.id = t.crew_id and c.active
where t.token_hash = $token_hash::bytea and t.expires_at > $now::timestamptz

-- BLOCK put_token
insert into crew_tokens as t (crew_id, token_hash, issued_by, issued_at, expires_at)
values ($crew_id::integer, $token_hash::bytea, $issued_by::text, $now::timestamptz, $expires_at::timestamptz)
on conflict (crew_id) do update
set token_hash = excluded.token_hash, issued_by = excluded.issued_by, issued_at = excluded.issued_at, expires_at = excluded.expires_at, last_seen_at = null
returning 1 as put

-- BLOCK touch_token write
update crew_tokens t set last_seen_at = $now::timestamptz where t.token_hash = $token_hash::bytea returning 1 as touched

-- BLOCK delete_token
delete from crew_tokens t where t.crew_id = $crew_id::integer returning 1 as deleted

-- BLOCK select_token
select
  t.issued_by as "issuedBy", to_char(t.issued_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "issuedAt",
  to_char(t.expires_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "expiresAt", to_char(t.last_seen_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "lastSeenAt"
from crew_tokens t
where t.crew_id = $crew_id::integer

-- BLOCK crew_exists
select c.id from crews c where c.id = $crew_id::integer
