-- BLOCK find_client_session
select
  s.id as "sessionId", s.client_id as "clientId", s.last_seen_at as "lastSeenAt", s.read_only as "readOnly",
  o.login as "operatorLogin", o.name as "operatorName",
  -- Who looks in the client's place binds it to nothing.
  s.operator_id is null and agreement_asked() > coalesce((
    select max(a.number) from agreement_acceptances accepted join agreements a on a.id = accepted.agreement_id where accepted.client_id = s.client_id
  ), 0) as "mustAccept"
from client_sessions s
left join operators o on o.id = s.operator_id
where s.token_hash = $token_hash::bytea and s.expires_at > $now::timestamptz and s.last_seen_at > $idle_since::timestamptz
  and (s.operator_id is null or o.active)

-- BLOCK list_client_sessions
select
  s.id, s.ip, s.user_agent as "userAgent",
  to_char(s.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt",
  to_char(s.last_seen_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "lastSeenAt"
from client_sessions s
where s.client_id = $client_id::integer and s.operator_id is null and s.expires_at > $now::timestamptz and s.last_seen_at > $idle_since::timestamptz
order by s.last_seen_at desc
limit 200

-- BLOCK take_session write
update client_sessions s
set token_hash = $token_hash::bytea, last_seen_at = $now::timestamptz
from clients c
where c.id = s.client_id and s.token_hash = $ticket_hash::bytea and s.operator_id is not null and s.created_at > $since::timestamptz and s.expires_at > $now::timestamptz
returning s.client_id as "clientId", c.name

-- BLOCK touch_session write
-- The one that it was switched from goes on with it.
update client_sessions s
set last_seen_at = $now::timestamptz
from client_sessions used
where used.id = $session_id::integer and s.id in (used.id, used.origin_id)
returning s.id

-- BLOCK sign_out write
delete from client_sessions s
using client_sessions used
where used.id = $session_id::integer and s.id in (used.id, used.origin_id)
returning s.id
