-- BLOCK allocate_ids
select nextval(pg_get_serial_sequence('clients', 'id'))::integer as id from generate_series(1, $count::integer)

-- BLOCK lock_parents
select c.id from clients c where c.id = any ($ids::integer[]) order by c.id for share

-- BLOCK lock_external_ids
select 1 as locked
from (
  select pg_advisory_xact_lock(hashtextextended('treeline external id ' || key.external_id, 0))
  from (select unnest($external_ids::text[]) as external_id order by 1) as key
) as lock

-- BLOCK find_external_ids
select c.id, c.external_id as "externalId", c.name from clients c where c.external_id = any ($external_ids::text[])

-- BLOCK lock_groups
select g.id from client_groups g where g.id = any ($ids::integer[]) order by g.id for share

-- BLOCK lock_numbers
select 1 as locked
from (
  select pg_advisory_xact_lock_shared(hashtextextended('treeline caller numbers', 0))
  union all
  select pg_advisory_xact_lock(hashtextextended('treeline caller ' || number.digits, 0))
  from (select unnest($digits::text[]) as digits order by 1) as number
) as lock

-- BLOCK find_taken_numbers
select distinct p.digits
from client_phones p
where p.identifies_caller
  and p.digits = any ($digits::text[])
  and not exists (select 1 from client_chains(array[p.client_id]) as chain where chain.deleted)

-- BLOCK insert_clients
insert into clients (
  id, parent_id, group_id, kind, name, number, external_id, uses_own_account, contract_from, contract_to, address, email, use_email, birth_date, sex,
  comment, driver_note, language, country, time_zone, tags, contact_person, mark, use_sms, use_calls, api_login, registered_at, registered_by, created_at, updated_at
)
select
  c.id, c."parentId", c."groupId", c.kind, c.name, c.number, c."externalId", c."usesOwnAccount", c."contractFrom", c."contractTo", c.address, c.email,
  coalesce(c."useEmail", false), c."birthDate", c.sex, c.comment, c."driverNote", c.language, c.country, c."timeZone", coalesce(c.tags, '{}'),
  c."contactPerson", coalesce(c.mark, 'ordinary'), coalesce(c."useSms", true), coalesce(c."useCalls", true), c."apiLogin",
  $now::timestamptz, $registered_by::text, $now::timestamptz, $now::timestamptz
from jsonb_to_recordset($clients::jsonb) as c (
  id integer, "parentId" integer, "groupId" integer, kind text, name text, number text, "externalId" text, "usesOwnAccount" boolean, "contractFrom" date,
  "contractTo" date, address text, email text, "useEmail" boolean, "birthDate" date, sex text, comment text, "driverNote" text, language text,
  country text, "timeZone" text, tags text[], "contactPerson" text, mark text, "useSms" boolean, "useCalls" boolean, "apiLogin" text
)

-- BLOCK insert_phones
insert into client_phones (client_id, position, number, digits, main, use_for_calls, identifies_caller)
select p."clientId", p.position::smallint, p.number, p.digits, p.main, p."useForCalls", p."identifiesCaller"
from jsonb_to_recordset($phones::jsonb) as p (
  "clientId" integer, position integer, number text, digits text, main boolean, "useForCalls" boolean, "identifiesCaller" boolean
)

-- BLOCK insert_settings
insert into client_settings (client_id, key, value)
select s."clientId", s.key, coalesce(s.value, 'null')
from jsonb_to_recordset($settings::jsonb) as s ("clientId" integer, key text, value jsonb)

-- BLOCK save_created
update import_rows r
set client_id = done.id
from unnest($numbers::integer[], $ids::integer[]) as done (number, id)
where r.import_id = $import_id::integer and r.number = done.number
