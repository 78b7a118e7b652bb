-- BLOCK select_names
select wanted.entity, wanted.id, coalesce(since.before ->> 'name', named.name) as name
from jsonb_to_recordset($wanted::jsonb) as wanted (entity text, id integer)
left join lateral (
  select d.name from tariffs d where wanted.entity = 'tariff' and d.id = wanted.id
  union all
  select d.name from tariff_shifts d where wanted.entity = 'tariffShift' and d.id = wanted.id
  union all
  select d.name from discounts d where wanted.entity = 'discount' and d.id = wanted.id
  union all
  select d.name from settlement_rules d where wanted.entity = 'settlementRule' and d.id = wanted.id
  union all
  select d.name from dynamic_priority_rules d where wanted.entity = 'dynamicPriorityRule' and d.id = wanted.id
  union all
  select d.name from crew_groups d where wanted.entity = 'crewGroup' and d.id = wanted.id
  union all
  select d.name from images d where wanted.entity = 'image' and d.id = wanted.id
) as named on true
cross join lateral history_since(wanted.entity, wanted.id, $at::timestamptz) as since
