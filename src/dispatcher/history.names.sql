-- BLOCK select_subjects
-- What a history row is about: its name now, and the client that it concerns.
select wanted.entity, wanted.id, about.name, about.client_id as "clientId"
from jsonb_to_recordset($wanted::jsonb) as wanted (entity text, id integer)
cross join lateral (
  select c.name, c.id as client_id from clients c where wanted.entity in ('client', 'account') and c.id = wanted.id
  union all
  select null, o.customer_id from orders o where wanted.entity = 'order' and o.id = wanted.id
  union all
  select null, d.customer_id from daily_orders d where wanted.entity = 'dailyOrder' and d.id = wanted.id
  union all
  select null, b.client_id from budgets b where wanted.entity = 'budget' and b.id = wanted.id
  union all
  select i.number::text, i.client_id from invoices i where wanted.entity = 'invoice' and i.id = wanted.id
  union all
  select null, t.client_id from top_ups t where wanted.entity = 'topUp' and t.id = wanted.id
  union all
  select g.name, null from client_groups g where wanted.entity = 'group' and g.id = wanted.id
  union all
  select o.name, null from operators o where wanted.entity = 'operator' and o.id = wanted.id
  union all
  select r.name, null from roles r where wanted.entity = 'role' and r.id = wanted.id
  union all
  select i.file_name, null from imports i where wanted.entity = 'import' and i.id = wanted.id
  union all
  select d.number, null from discount_cards d where wanted.entity = 'discountCard' and d.id = wanted.id
  union all
  select a.name, null from agreements a where wanted.entity = 'agreement' and a.id = wanted.id
  union all
  select d.name, null from tariffs d where wanted.entity = 'tariff' and d.id = wanted.id
  union all
  select d.name, null from tariff_shifts d where wanted.entity = 'tariffShift' and d.id = wanted.id
  union all
  select d.name, null from discounts d where wanted.entity = 'discount' and d.id = wanted.id
  union all
  select d.name, null from attributes d where wanted.entity = 'attribute' and d.id = wanted.id
  union all
  select null, n.client_id from client_notes n where wanted.entity = 'clientNote' and n.id = wanted.id
  union all
  select d.name, null from crews d where wanted.entity = 'crew' and d.id = wanted.id
  union all
  select d.name, null from crew_groups d where wanted.entity = 'crewGroup' and d.id = wanted.id
  union all
  select d.name, null from account_kinds d where wanted.entity = 'accountKind' and d.id = wanted.id
  union all
  select d.name, null from carriers d where wanted.entity = 'carrier' and d.id = wanted.id
  union all
  select d.name, null from settlement_rules d where wanted.entity = 'settlementRule' and d.id = wanted.id
  union all
  select d.name, null from dynamic_priority_rules d where wanted.entity = 'dynamicPriorityRule' and d.id = wanted.id
  union all
  select d.name, null from group_transition_rules d where wanted.entity = 'groupTransitionRule' and d.id = wanted.id
) as about
