-- BLOCK upsert_client_setting
insert into client_settings (client_id, key, value)
values ($client_id::integer, $key::text, $value::jsonb)
on conflict (client_id, key) do update set value = excluded.value
returning 1 as written

-- BLOCK delete_client_setting
delete from client_settings s where s.client_id = $client_id::integer and s.key = $key::text returning 1 as deleted

-- BLOCK find_attribute
select a.id, a.name, a.type, a."order", a.hidden, a.choices
from attributes a
where a.id = $attribute_id::integer and 'client' = any (a.bound_to)
for share

-- BLOCK lock_tariffs
select d.id, d.active from tariffs d where d.id = any ($ids::integer[]) order by d.id for share

-- BLOCK lock_tariffShifts
select d.id, true as active from tariff_shifts d where d.id = any ($ids::integer[]) order by d.id for share

-- BLOCK lock_discounts
select d.id, d.active from discounts d where d.id = any ($ids::integer[]) order by d.id for share

-- BLOCK lock_crewGroups
select d.id, true as active from crew_groups d where d.id = any ($ids::integer[]) order by d.id for share

-- BLOCK lock_settlementRules
select d.id, true as active from settlement_rules d where d.id = any ($ids::integer[]) order by d.id for share

-- BLOCK lock_dynamicPriorityRules
select d.id, true as active from dynamic_priority_rules d where d.id = any ($ids::integer[]) order by d.id for share

-- BLOCK lock_images
select d.id, true as active from images d where d.id = any ($ids::integer[]) order by d.id for share
