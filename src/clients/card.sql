-- BLOCK select_items
select
  c.id, c.version, c.name, c.kind, c.parent_id as "parentId", c.group_id as "groupId", c.number,
  c.uses_own_account as "usesOwnAccount", c.tags, c.blocked, c.block_reason as "blockReason", c.deleted,
  to_char(c.registered_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "registeredAt",
  (select count(*)::integer from clients child where child.parent_id = c.id and not child.deleted) as "childCount",
  (select p.number from client_phones p where p.client_id = c.id order by p.main desc, p.position limit 1) as phone
from unnest($client_ids::integer[]) with ordinality as wanted (id, place)
join clients c on c.id = wanted.id
order by wanted.place

-- BLOCK select_own_fields
select
  c.id, c.version, c.parent_id as "parentId", c.group_id as "groupId", c.kind, c.name, c.number, c.external_id as "externalId",
  c.uses_own_account as "usesOwnAccount", c.blocked, c.block_reason as "blockReason", c.deleted,
  c.contract_from::text as "contractFrom", c.contract_to::text as "contractTo", c.address, c.email, c.use_email as "useEmail",
  c.birth_date::text as "birthDate", c.sex, c.comment, c.driver_note as "driverNote", c.language, c.country,
  c.time_zone as "timeZone", c.tags, c.mark, c.contact_person as "contactPerson", c.responsible_manager_id as "responsibleManagerId",
  to_char(c.registered_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "registeredAt", c.registered_from as "registeredFrom", c.registered_by as "registeredBy",
  to_char(c.erased_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "erasedAt", c.use_sms as "useSms", c.use_calls as "useCalls",
  c.terminal_account as "terminalAccount", c.referral_code as "referralCode", c.api_login as "apiLogin",
  c.api_password_hash is not null as "hasApiPassword", c.order_password_hash is not null as "hasOrderPassword",
  c.family_account as "familyAccount", c.family_members as "familyMembers", c.favourite_addresses as "favouriteAddresses",
  c.favourite_crews as "favouriteCrews", c.unwanted_crews as "unwantedCrews", c.papers,
  (
    select jsonb_build_object(
      'value', round(avg(r.stars), 2), 'count', count(*),
      'resetAt', to_char(c.rating_reset_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
    )
    from client_ratings r where r.client_id = c.id and (c.rating_reset_at is null or r.at > c.rating_reset_at)
  ) as rating,
  (
    select coalesce(jsonb_agg(jsonb_build_object(
      'number', p.number, 'digits', p.digits, 'main', p.main, 'useForCalls', p.use_for_calls, 'identifiesCaller', p.identifies_caller
    ) order by p.position, p.id), '[]')
    from client_phones p where p.client_id = c.id
  ) as phones,
  (select coalesce(jsonb_object_agg(s.key, s.value), '{}') from client_settings s where s.client_id = c.id) as settings,
  to_char(c.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt",
  to_char(c.updated_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "updatedAt"
from clients c
where c.id = $client_id::integer

-- BLOCK lock_client
select c.id from clients c where c.id = $client_id::integer for no key update

-- BLOCK select_hidden_attributes
select a.id from attributes a where a.hidden
