-- BLOCK select_attributes
select a.id, a.name, a.type, a."order", a.hidden, a.choices from attributes a where 'client' = any (a.bound_to)

-- BLOCK select_references
select 'tariffs' as directory, d.id from tariffs d
union all select 'tariffShifts', d.id from tariff_shifts d
union all select 'discounts', d.id from discounts d
union all select 'crewGroups', d.id from crew_groups d
union all select 'settlementRules', d.id from settlement_rules d
union all select 'dynamicPriorityRules', d.id from dynamic_priority_rules d
union all select 'images', d.id from images d
