-- BLOCK find_login
select c.id, c.api_password_hash as "passwordHash", exists (select 1 from client_chains(array[c.id]) as chain where chain.deleted) as deleted
from clients c
where lower(c.api_login) = lower($login::text)

-- BLOCK select_lock
select f.locked_until as "lockedUntil" from api_login_failures f where f.login_hash = $login_hash::bytea

-- BLOCK count_failure write
insert into api_login_failures as f (login_hash, failures, updated_at)
values ($login_hash::bytea, 1, $now::timestamptz)
on conflict (login_hash) do update
set
  failures = case when f.updated_at < $forget_before::timestamptz then 1 when f.failures + 1 >= $max::integer then 0 else f.failures + 1 end,
  locked_until = case when f.updated_at >= $forget_before::timestamptz and f.failures + 1 >= $max::integer then $until::timestamptz else f.locked_until end,
  updated_at = $now::timestamptz
returning 1 as counted

-- BLOCK forget_failures write
delete from api_login_failures f where f.login_hash = $login_hash::bytea returning 1 as forgotten

-- BLOCK prune_failures write
delete from api_login_failures f where f.updated_at < $forget_before::timestamptz returning 1 as pruned
