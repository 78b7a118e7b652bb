-- BLOCK lock_client
select
  c.id, c.version, c.name, c.email, c.country, c.language, c.api_login as "apiLogin", c.api_password_hash is not null as "hasApiPassword"
from clients c
where c.id = $client_id::integer
for no key update

-- BLOCK find_main_phone
select p.number from client_phones p where p.client_id = $client_id::integer and p.main

-- BLOCK write_password
update clients c
set api_password_hash = $password_hash::text, version = c.version + 1, updated_at = $now::timestamptz
where c.id = $client_id::integer
returning c.version
