-- BLOCK lock_tariff
select d.id from tariffs d where d.id = $item_id::integer for update

-- BLOCK lock_tariffShift
select d.id from tariff_shifts d where d.id = $item_id::integer for update

-- BLOCK lock_discount
select d.id from discounts d where d.id = $item_id::integer for update

-- BLOCK lock_attribute
select d.id from attributes d where d.id = $item_id::integer for update

-- BLOCK lock_crewGroup
select d.id from crew_groups d where d.id = $item_id::integer for update

-- BLOCK lock_crew
select d.id from crews d where d.id = $item_id::integer for update

-- BLOCK lock_accountKind
select d.id from account_kinds d where d.id = $item_id::integer for update

-- BLOCK lock_carrier
select d.id from carriers d where d.id = $item_id::integer for update

-- BLOCK lock_settlementRule
select d.id from settlement_rules d where d.id = $item_id::integer for update

-- BLOCK lock_dynamicPriorityRule
select d.id from dynamic_priority_rules d where d.id = $item_id::integer for update

-- BLOCK lock_groupTransitionRule
select d.id from group_transition_rules d where d.id = $item_id::integer for update

-- BLOCK lock_mailingText
select d.id from mailing_texts d where d.id = $item_id::integer for update

-- BLOCK lock_agreement
select d.id from agreements d where d.id = $item_id::integer for update

-- BLOCK count_uses
select
  (
    select count(*)::integer from client_settings s
    where s.key = any ($keys::text[])
      and ((jsonb_typeof(s.value) = 'number' and s.value = to_jsonb($item_id::integer)) or (jsonb_typeof(s.value) = 'array' and s.value @> to_jsonb($item_id::integer)))
  ) as clients,
  (
    select count(*)::integer from group_settings s
    where s.key = any ($keys::text[]) and (s.value = to_jsonb($item_id::integer) or s.value @> to_jsonb($item_id::integer))
  ) as groups

-- BLOCK count_uses_of_keys
select
  (select count(*)::integer from client_settings s where s.key = any ($keys::text[])) as clients,
  (select count(*)::integer from group_settings s where s.key = any ($keys::text[])) as groups
