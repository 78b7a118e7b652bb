-- BLOCK insert_link
insert into password_links (token_hash, client_id, created_at, expires_at)
values ($token_hash::bytea, $client_id::integer, $now::timestamptz, $expires_at::timestamptz)
returning id

-- BLOCK find_link
select l.client_id as "clientId", c.name, c.language, c.api_login as "apiLogin"
from password_links l
join clients c on c.id = l.client_id
where l.token_hash = $token_hash::bytea and l.used_at is null and l.expires_at > $now::timestamptz
  and c.api_login is not null
  and not exists (select 1 from client_chains(array[l.client_id]) as up where up.deleted)

-- BLOCK use_link
update password_links l
set used_at = $now::timestamptz
where l.token_hash = $token_hash::bytea and l.used_at is null and l.expires_at > $now::timestamptz
returning l.id

-- BLOCK end_links
update password_links l
set expires_at = $now::timestamptz
where l.client_id = $client_id::integer and l.used_at is null and l.expires_at > $now::timestamptz
returning l.id
