-- BLOCK lock_client
select
  c.id, c.version, c.kind, c.name, c.birth_date::text as "birthDate", c.email, c.use_email as "useEmail", c.use_sms as "useSms", c.use_calls as "useCalls",
  c.favourite_addresses as "favouriteAddresses", c.favourite_crews as "favouriteCrews", c.unwanted_crews as "unwantedCrews",
  c.family_members as "familyMembers", c.api_login as "apiLogin", c.driver_note as "driverNote", c.api_password_hash is not null as "hasApiPassword",
  to_char(c.erased_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "erasedAt"
from clients c
where c.id = $client_id::integer
for no key update

-- BLOCK find_removed
select coalesce(told.changes -> 'kind' ->> 1, told.changes -> 'kind' ->> 0) as kind
from history h
left join lateral (
  select k.changes
  from history k
  where k.entity = 'client' and k.entity_id = h.entity_id and k.changes ? 'kind'
  order by k.id desc
  limit 1
) as told on true
where h.entity = 'client' and h.entity_id = $client_id::integer and h.action = 'client.removed'
order by h.id desc
limit 1

-- BLOCK erase_client
update clients c
set
  name = coalesce($placeholder::text, c.name), birth_date = null, email = null, use_email = false, use_sms = false, use_calls = false,
  favourite_addresses = '[]', favourite_crews = '{}', unwanted_crews = '{}', family_members = '[]', api_login = null, driver_note = null, api_password_hash = null,
  erased_at = $now::timestamptz, updated_at = $now::timestamptz, version = c.version + 1
where c.id = $client_id::integer
returning c.version

-- BLOCK erase_history
update history h
set changes = (
  select jsonb_object_agg(field.key, case when field.key = any ($fields::text[]) then erased_values(field.value) else field.value end)
  from jsonb_each(h.changes) as field
)
where h.entity = $entity::text and h.entity_id = any ($entity_ids::integer[]) and h.action <> 'client.personal_data_erased' and h.changes ?| $fields::text[]
  and exists (
    select 1 from jsonb_each(h.changes) as field
    where field.key = any ($fields::text[]) and field.value <> erased_values(field.value)
  )
returning h.id::float8 as id

-- BLOCK select_former_names
select distinct former.name
from history h
cross join lateral jsonb_array_elements_text(h.changes -> 'name') as former (name)
where h.entity = 'client' and h.entity_id = $client_id::integer and h.changes ? 'name' and jsonb_typeof(h.changes -> 'name') = 'array' and former.name is not null

-- BLOCK erase_in_superiors
with superiors as materialized (
  select distinct superior.id::integer as id
  from history h
  cross join lateral jsonb_array_elements_text(h.changes -> 'parentId') as superior (id)
  where h.entity = 'client' and h.entity_id = $client_id::integer and h.changes ? 'parentId' and superior.id is not null
)
update history h
set changes = jsonb_set(h.changes, '{employees}', renamed_employees(h.changes -> 'employees', $client_id::integer, $placeholder::text))
from superiors
where h.entity = 'client' and h.entity_id = superiors.id and h.action = 'client.employees_changed'
  and h.changes -> 'employees' <> renamed_employees(h.changes -> 'employees', $client_id::integer, $placeholder::text)
returning h.id::float8 as id

-- BLOCK erase_messages
with written_to_one as (
  update mailings g
  set subject = case when g.subject is null then null else '' end, body = '', audience = g.audience - 'phone'
  where g.audience -> 'clientIds' = jsonb_build_array($client_id::integer)
)
update messages m
set
  recipient = '', subject = null, body = '', secret = null, purpose = 'erased',
  last_error = case when m.status = 'sent' then null else 'Erased with the personal data of the client.' end,
  status = case when m.status = 'waiting' then 'failed' else m.status end
where m.client_id = $client_id::integer and m.purpose <> 'erased'
returning m.id

-- BLOCK delete_links
delete from password_links l where l.client_id = $client_id::integer returning l.id

-- BLOCK erase_scheduled
update scheduled_changes s
set
  change = jsonb_set(s.change, '{fields}', (s.change -> 'fields') - $fields::text[]),
  status = case when s.status = 'pending' and (s.change -> 'fields') - $fields::text[] = '{}' then 'cancelled' else s.status end,
  settled_at = case when s.status = 'pending' and (s.change -> 'fields') - $fields::text[] = '{}' then $now::timestamptz else s.settled_at end,
  version = s.version + 1,
  updated_at = $now::timestamptz
where s.client_id = $client_id::integer and s.change ->> 'kind' = 'fields' and s.change -> 'fields' ?| $fields::text[]
returning s.id, s.version, s.status

-- BLOCK select_scheduled
select s.id from scheduled_changes s where s.client_id = $client_id::integer

-- BLOCK erase_in_scheduled_reasons
update scheduled_changes s
set reason = renamed_in_quotes(s.reason, $names::text[], $placeholder::text)
where s.reason is not null and s.reason <> renamed_in_quotes(s.reason, $names::text[], $placeholder::text)
returning s.id

-- BLOCK erase_in_history_reasons
update history h
set changes = jsonb_set(h.changes, '{reason,1}', to_jsonb(renamed_in_quotes(h.changes -> 'reason' ->> 1, $names::text[], $placeholder::text)))
where h.action in ('scheduledChange.failed', 'client.scheduled_change_failed')
  and h.changes -> 'reason' ->> 1 <> renamed_in_quotes(h.changes -> 'reason' ->> 1, $names::text[], $placeholder::text)
returning h.id::float8 as id

-- BLOCK take_turn
select 1 as taken from (select pg_advisory_xact_lock(hashtextextended('treeline erasure of words', 0))) as lock

-- BLOCK limit_waiting
select set_config('lock_timeout', $timeout::text, true) as set

-- BLOCK delete_search_words
delete from search_words s
using (
  select distinct piece.word
  from unnest($names::text[]) as former (name)
  cross join lateral unnest(string_to_array(btrim(search_text(former.name, null), ' '), ' ')) as piece (word)
) as gone
where s.word = gone.word and not exists (select 1 from client_words w where w.word = gone.word)
returning 1 as deleted
