-- BLOCK find_by_external_ids slow
with candidate as materialized (
  select c.id from clients c where c.external_id = any ($external_ids::text[])
), place as (
  select chain.start_id, max(chain.id) filter (where chain.parent_id is null) as root_id, bool_or(chain.deleted) as hidden
  from client_chains((select coalesce(array_agg(candidate.id), '{}') from candidate)) as chain
  group by chain.start_id
)
select c.id, c.external_id as "externalId", c.name, c.parent_id as "parentId", place.root_id as "rootId", place.hidden
from place
join clients c on c.id = place.start_id
order by c.id

-- BLOCK find_by_names slow
select wanted.place::integer as place, c.id, c.external_id as "externalId", c.name, c.parent_id as "parentId", false as hidden
from rows from (unnest($parent_ids::integer[]), unnest($names::text[])) with ordinality as wanted (parent_id, name, place)
join clients c on c.parent_id = wanted.parent_id and c.sort_name = left(wanted.name, 64) and c.name = wanted.name and not c.deleted
order by wanted.place, c.id

-- BLOCK find_roots_by_names slow
select wanted.place::integer as place, c.id, c.external_id as "externalId", c.name, c.parent_id as "parentId", c.id as "rootId", false as hidden
from unnest($names::text[]) with ordinality as wanted (name, place)
join clients c on c.parent_id is null and c.sort_name = left(wanted.name, 64) and c.name = wanted.name and not c.deleted
order by wanted.place, c.id

-- BLOCK select_existing slow
select
  c.id, c.version, c.parent_id as "parentId", c.group_id as "groupId", c.kind, c.name, c.number, c.external_id as "externalId",
  c.uses_own_account as "usesOwnAccount", c.contract_from::text as "contractFrom", c.contract_to::text as "contractTo", c.address, c.email,
  c.use_email as "useEmail", c.birth_date::text as "birthDate", c.sex, c.comment, c.driver_note as "driverNote", c.language, c.country,
  c.time_zone as "timeZone", c.tags, c.contact_person as "contactPerson", c.mark, c.use_sms as "useSms", c.use_calls as "useCalls", c.api_login as "apiLogin",
  (
    select coalesce(jsonb_agg(jsonb_build_object(
      'number', p.number, 'digits', p.digits, 'main', p.main, 'useForCalls', p.use_for_calls, 'identifiesCaller', p.identifies_caller
    ) order by p.position, p.id), '[]')
    from client_phones p where p.client_id = c.id
  ) as phones,
  (select coalesce(jsonb_object_agg(s.key, s.value), '{}') from client_settings s where s.client_id = c.id) as settings
from clients c
where c.id = any ($client_ids::integer[])

-- BLOCK find_owners_of_numbers slow
select p.digits, p.client_id as "clientId"
from client_phones p
where p.digits = any ($digits::text[])
  and not exists (select 1 from client_chains(array[p.client_id]) as chain where chain.deleted)
