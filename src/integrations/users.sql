-- BLOCK select_users
select u.id, u.version, u.name, u.active, u.requests
from common_api_users u
where $user_id::integer is null or u.id = $user_id::integer
order by u.id

-- BLOCK lock_users
select 1 as locked from (select pg_advisory_xact_lock(hashtextextended('treeline CommonAPI users', 0))) as lock

-- BLOCK next_id
select coalesce(max(u.id), 0) + 1 as id from common_api_users u

-- BLOCK insert_user
insert into common_api_users (id, name, active, requests, created_at, updated_at)
values ($user_id::integer, $name::text, $active::boolean, $requests::text[], $now::timestamptz, $now::timestamptz)
returning id

-- BLOCK update_user
update common_api_users u
set name = $name::text, active = $active::boolean, requests = $requests::text[], version = u.version + 1, updated_at = $now::timestamptz
where u.id = $user_id::integer
returning u.version

-- BLOCK delete_user
delete from common_api_users u where u.id = $user_id::integer returning u.id
