-- Named items are made once: a second directory in the same database shares them.

-- BLOCK insert_tariffs
insert into tariffs (name, active, fare)
select item.name, item.active, item.fare
from jsonb_to_recordset($items::jsonb) as item (name text, active boolean, fare jsonb)
where not exists (select 1 from tariffs d where d.name = item.name)

-- BLOCK insert_tariff_shifts
insert into tariff_shifts (name, entries)
select item.name, jsonb_build_array(jsonb_build_object('tariffId', (select min(d.id) from tariffs d where d.name = item.tariff)))
from jsonb_to_recordset($items::jsonb) as item (name text, tariff text)
where not exists (select 1 from tariff_shifts d where d.name = item.name)

-- BLOCK insert_discounts
insert into discounts (name, percent)
select item.name, item.percent
from jsonb_to_recordset($items::jsonb) as item (name text, percent numeric)
where not exists (select 1 from discounts d where d.name = item.name)

-- BLOCK insert_attributes
insert into attributes (name, type, "order", hidden, choices)
select item.name, item.type, item."order", coalesce(item.hidden, false), item.choices
from jsonb_to_recordset($items::jsonb) as item (name text, type text, "order" integer, hidden boolean, choices jsonb)
where not exists (select 1 from attributes d where d.name = item.name)

-- BLOCK insert_crew_groups
insert into crew_groups (name, sees_driver_notes)
select item.name, item.notes
from jsonb_to_recordset($items::jsonb) as item (name text, notes boolean)
where not exists (select 1 from crew_groups d where d.name = item.name)

-- BLOCK insert_settlement_rules
insert into settlement_rules (name)
select item.name
from jsonb_to_recordset($items::jsonb) as item (name text)
where not exists (select 1 from settlement_rules d where d.name = item.name)

-- BLOCK insert_dynamic_priority_rules
insert into dynamic_priority_rules (name, priority)
select item.name, item.priority
from jsonb_to_recordset($items::jsonb) as item (name text, priority integer)
where not exists (select 1 from dynamic_priority_rules d where d.name = item.name)

-- BLOCK insert_client_groups
insert into client_groups (name, type)
select item.name, item.type
from jsonb_to_recordset($items::jsonb) as item (name text, type text)
where not exists (select 1 from client_groups d where d.name = item.name)

-- BLOCK select_items
select 'tariffs' as directory, d.id, d.name from tariffs d
union all select 'tariffShifts', d.id, d.name from tariff_shifts d
union all select 'discounts', d.id, d.name from discounts d
union all select 'attributes', d.id, d.name from attributes d
union all select 'crewGroups', d.id, d.name from crew_groups d
union all select 'settlementRules', d.id, d.name from settlement_rules d
union all select 'dynamicPriorityRules', d.id, d.name from dynamic_priority_rules d
union all select 'groups', d.id, d.name from client_groups d
order by 1, 2

-- BLOCK insert_group_settings
insert into group_settings (group_id, key, value)
select item."groupId", item.key, item.value
from jsonb_to_recordset($items::jsonb) as item ("groupId" integer, key text, value jsonb)
on conflict do nothing
