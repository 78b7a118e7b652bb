-- Each check is a select of what breaks it: id and what, in words that go on from "client 17: …".
-- verify_walk has every client that a root leads to, with its root, and whether it is effectively deleted.

-- BLOCK create_walk
create temporary table verify_walk on commit drop as
with recursive walk as (
  select c.id, c.id as root_id, c.deleted
  from clients c
  where c.parent_id is null
  union all
  -- A client has one parent, so what is on a cycle is never reached: this ends on any data.
  select c.id, walk.root_id, walk.deleted or c.deleted
  from walk
  join clients c on c.parent_id = walk.id
)
select walk.id, walk.root_id, walk.deleted from walk

-- BLOCK index_walk
alter table verify_walk add primary key (id)

-- BLOCK count_rows
select
  (select count(*) from clients)::integer as clients,
  (select count(*) from client_groups)::integer as groups,
  (select count(*) from client_phones)::integer as phones,
  (select count(*) from client_settings)::integer + (select count(*) from group_settings)::integer as settings,
  (select count(*) from history)::integer as history,
  (select count(*) from operators)::integer as operators,
  (select count(*) from entries)::integer as entries,
  (select count(*) from orders)::integer as orders,
  (select count(*) from client_notes)::integer as notes,
  (select count(*) from crews)::integer as crews,
  (select count(*) from mailings)::integer as mailings,
  (select count(*) from person_logins)::integer as logins,
  (select count(*) from agreements)::integer as agreements,
  (
    select count(*) from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'i')
  )::integer as "tables and indexes"

-- BLOCK valid_schema
select null::integer as id, format('the index %s is not valid', i.indexrelid::regclass) as what
from pg_index i
join pg_class c on c.oid = i.indexrelid
where c.relnamespace = 'public'::regnamespace and not i.indisvalid
union all
select null, format('the constraint %s of %s is not checked for all rows', c.conname, c.conrelid::regclass)
from pg_constraint c
where c.connamespace = 'public'::regnamespace and not c.convalidated
union all
select null, format('the trigger %s of %s is off', t.tgname, t.tgrelid::regclass)
from pg_trigger t
join pg_class c on c.oid = t.tgrelid
where c.relnamespace = 'public'::regnamespace and t.tgenabled = 'D'

-- BLOCK parent_exists
select c.id, format('its superior unit %s does not exist', c.parent_id) as what
from clients c
where c.parent_id is not null and not exists (select 1 from clients p where p.id = c.parent_id)

-- BLOCK unreached
select c.id, c.parent_id as "parentId", c.name
from clients c
where not exists (select 1 from verify_walk w where w.id = c.id)

-- BLOCK group_on_roots
select c.id, 'it is subordinate and has a group of its own' as what
from clients c
where c.parent_id is not null and c.group_id is not null
union all
select c.id, 'it has no superior unit and no group'
from clients c
where c.parent_id is null and c.group_id is null
union all
select c.id, format('its group %s does not exist', c.group_id)
from clients c
where c.group_id is not null and not exists (select 1 from client_groups g where g.id = c.group_id)

-- BLOCK root_own_account
select c.id, 'it has no superior unit and does not use an account of its own' as what
from clients c
where c.parent_id is null and not c.uses_own_account

-- BLOCK person_is_root
select c.id, 'it is a private person with a superior unit' as what
from clients c
where c.kind = 'person' and c.parent_id is not null

-- BLOCK own_fields
select c.id, 'its name is empty' as what
from clients c
where btrim(c.name) = ''
union all
select c.id, 'it is not blocked and has the reason of a block'
from clients c
where not c.blocked and c.block_reason is not null
union all
select c.id, 'its contract ends before it begins'
from clients c
where c.contract_from > c.contract_to

-- BLOCK default_groups
select g.id, format('it is one of several default groups of the type %s', g.type) as what
from client_groups g
where g.is_default and exists (select 1 from client_groups other where other.is_default and other.type = g.type and other.id <> g.id)
union all
select null, format('there is no default group of the type %s', wanted.type)
from unnest(array['individual', 'legal']) as wanted (type)
where not exists (select 1 from client_groups g where g.is_default and g.type = wanted.type)

-- BLOCK settings_need_own_account
select s.client_id as id, format('it has the setting %s and no account of its own', s.key) as what
from client_settings s
join clients c on c.id = s.client_id
where not c.uses_own_account and s.key = any ($keys::text[])

-- BLOCK settings_have_owners
select s.client_id as id, format('it has the setting %s and does not exist', s.key) as what
from client_settings s
where not exists (select 1 from clients c where c.id = s.client_id)

-- BLOCK distinct_values
select 'client' as owner, case when c.parent_id is null then 'root' else 'subordinate' end as place, s.key, s.value, count(*)::integer as count, min(s.client_id) as first
from client_settings s
join clients c on c.id = s.client_id
group by 2, s.key, s.value
union all
select 'group', 'group', s.key, s.value, count(*)::integer, min(s.group_id)
from group_settings s
group by s.key, s.value

-- BLOCK external_id_once
select c.id, format('it has the external id "%s" like another client of its root %s', c.external_id, doubled.root_id) as what
from (
  select w.root_id, c.external_id
  from clients c
  join verify_walk w on w.id = c.id
  where c.external_id is not null
  group by w.root_id, c.external_id
  having count(*) > 1
) as doubled
join clients c on c.external_id = doubled.external_id
join verify_walk w on w.id = c.id and w.root_id = doubled.root_id

-- BLOCK caller_number_once
select p.client_id as id, format('its number %s identifies another client too', p.number) as what
from (
  select p.digits
  from client_phones p
  join verify_walk w on w.id = p.client_id and not w.deleted
  where p.identifies_caller
  group by p.digits
  having count(*) > 1
) as doubled
join client_phones p on p.digits = doubled.digits and p.identifies_caller
join verify_walk w on w.id = p.client_id and not w.deleted

-- BLOCK one_main_phone
select p.client_id as id, format('it has %s main phones', count(*)) as what
from client_phones p
where p.main
group by p.client_id
having count(*) > 1
union all
select p.client_id, format('it has the number %s twice', min(p.number))
from client_phones p
group by p.client_id, p.digits
having count(*) > 1

-- BLOCK phones_to_read
-- Where the digits are just the number's own, no reading would change them: these are nearly all.
select p.client_id as id, p.number, p.digits, c.country
from client_phones p
join clients c on c.id = p.client_id
where p.digits <> regexp_replace(p.number, '\D', '', 'g') or p.number !~ '^\s*\+'

-- BLOCK version_chain
select c.id, format('its version is %s, its history ends with %s', c.version, past.version) as what
from (select h.entity_id, max(h.version) as version from history h where h.entity = 'client' and h.version is not null group by h.entity_id) as past
join clients c on c.id = past.entity_id
where c.version <> past.version
union all
select h.entity_id, format('its history has the version %s %s times', h.version, count(*))
from history h
where h.entity = 'client' and h.version is not null
group by h.entity_id, h.version
having count(*) > 1

-- BLOCK group_version_chain
select g.id, format('its version is %s, its history ends with %s', g.version, past.version) as what
from (select h.entity_id, max(h.version) as version from history h where h.entity = 'group' and h.version is not null group by h.entity_id) as past
join client_groups g on g.id = past.entity_id
where g.version <> past.version

-- BLOCK common_api_user_version_chain
select u.id, format('CommonAPI user: its version is %s, its history ends with %s', u.version, past.version) as what
from common_api_users u
join lateral (
  select h.version from history h where h.entity = 'commonApiUser' and h.entity_id = u.id and h.version is not null order by h.id desc limit 1
) as past on true
where u.version <> past.version

-- BLOCK somebody_has_all_rights
select null::integer as id, 'no active operator has all rights: nobody could let anybody in' as what
where exists (select 1 from operators o)
  and not exists (
    select 1
    from operators o
    join operator_roles o_r on o_r.operator_id = o.id
    join roles r on r.id = o_r.role_id
    where o.active and r.all_rights
  )

-- BLOCK mailings_wrote slow
select null::integer as id, format('the mailing %s says %s recipients and has %s messages', g.id, g.recipients, m.messages) as what
from mailings g
join (select mailing_id, count(*) as messages from messages where mailing_id is not null group by mailing_id) as m on m.mailing_id = g.id
where m.messages > g.recipients
union all
select null, format('the mailing %s writes %s times to one address', m.mailing_id, count(*))
from messages m
where m.mailing_id is not null and m.recipient <> ''
group by m.mailing_id, lower(m.recipient)
having count(*) > 1
