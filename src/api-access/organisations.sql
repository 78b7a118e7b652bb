-- BLOCK find_secret
select c.id, c.api_password_hash as "passwordHash" from clients c where lower(c.api_login) = lower($login::text)

-- BLOCK lock_for_linking
select c.id, c.name, c.api_password_hash as "passwordHash"
from clients c
where c.id = any ($ids::integer[])
order by c.id
for no key update

-- BLOCK lock_for_switching
-- A new password waits, and ends then what was opened here.
select c.id, c.name from clients c where c.id = any ($ids::integer[]) order by c.id for share

-- BLOCK take_turn
select 1 as taken from (select pg_advisory_xact_lock(hashtextextended('treeline people', 0))) as lock

-- BLOCK find_session
select s.id, s.origin_id as "originId", s.second_factor as "secondFactor", coalesce(origin.expires_at, s.expires_at) as "expiresAt"
from client_sessions s
left join client_sessions origin on origin.id = s.origin_id
where s.id = $session_id::integer and s.client_id = $client_id::integer and s.operator_id is null

-- BLOCK select_organisations
-- Who is deleted, or below a deleted one, is not there while it is so.
select
  c.id, c.name, c.api_login as login, l.client_id = $client_id::integer as current,
  to_char(l.linked_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "linkedAt",
  exists (select 1 from client_second_factors f where f.client_id = c.id and f.confirmed_at is not null) as "secondFactor"
from person_logins mine
join person_logins l on l.person_id = mine.person_id
join clients c on c.id = l.client_id
where mine.client_id = $client_id::integer and not exists (select 1 from client_chains(array[c.id]) as chain where chain.deleted)
order by c.sort_name, c.id

-- BLOCK select_logins_of
select l.client_id as "clientId", l.person_id as "personId"
from person_logins mine
join person_logins l on l.person_id = mine.person_id
where mine.client_id = $client_id::integer
order by l.client_id

-- BLOCK insert_person
insert into people (created_at) values ($now::timestamptz) returning id

-- BLOCK put_login
insert into person_logins as l (client_id, person_id, linked_at)
values ($client_id::integer, $person_id::integer, $now::timestamptz)
on conflict (client_id) do update set person_id = excluded.person_id
returning l.client_id

-- BLOCK delete_person
delete from people p where p.id = $person_id::integer returning p.id

-- BLOCK delete_login
delete from person_logins l where l.client_id = $client_id::integer returning l.client_id

-- BLOCK find_session_of_chain
select s.id
from client_sessions s
where s.client_id = $client_id::integer and $origin_id::integer in (s.id, s.origin_id) and s.operator_id is null
order by s.id
limit 1
