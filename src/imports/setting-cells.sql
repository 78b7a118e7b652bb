-- BLOCK select_names
select 'tariffs' as directory, d.id, d.name, null::jsonb as choices from tariffs d
union all select 'tariffShifts', d.id, d.name, null from tariff_shifts d
union all select 'discounts', d.id, d.name, null from discounts d
union all select 'crewGroups', d.id, d.name, null from crew_groups d
union all select 'settlementRules', d.id, d.name, null from settlement_rules d
union all select 'dynamicPriorityRules', d.id, d.name, null from dynamic_priority_rules d
union all select 'groups', d.id, d.name, null from client_groups d
union all select 'attributes', d.id, d.name, d.choices from attributes d
order by 1, 2
