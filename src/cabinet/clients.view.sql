-- BLOCK select_access
select
  c.id, c.api_login is not null as "hasLogin", c.api_password_hash is not null as "hasPassword",
  exists (select 1 from password_links l where l.client_id = c.id and l.used_at is null and l.expires_at > $now::timestamptz) as "hasLink",
  exists (select 1 from password_links l where l.client_id = c.id) as "wasInvited"
from clients c
where c.id = any ($ids::integer[])

-- BLOCK select_not_taken_up slow
select c.id
from client_subtree($top_id::integer, true) as s
join clients c on c.id = s.id
where s.depth > 0 and c.api_login is not null and c.api_password_hash is null and c.id > $after::integer
  and exists (select 1 from password_links l where l.client_id = c.id)
order by c.id
limit $limit::integer

-- BLOCK select_who_set
select h.actor_kind as "actorKind", h.actor_id as "actorId"
from history h
where h.entity = 'client' and h.entity_id = $client_id::integer and h.changes ? $field::text
order by h.id desc
limit 1

-- BLOCK find_login
select 1 as taken from clients c where lower(c.api_login) = lower($login::text) and c.id <> $client_id::integer

-- BLOCK select_crew_groups
select g.id, g.name from crew_groups g where ($ids::integer[] is null or g.id = any ($ids::integer[])) order by g.name, g.id
