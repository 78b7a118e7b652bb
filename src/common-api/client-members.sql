-- BLOCK select_clients
select
  c.id, c.parent_id as "parentId", c.name, c.number, c.address, c.sex, c.birth_date::text as "birthDate", c.email, c.use_email as "useEmail", c.comment,
  c.uses_own_account as "usesOwnAccount", c.api_login as login, c.deleted,
  (select coalesce(array_agg(p.number order by p.main desc, p.position), '{}') from client_phones p where p.client_id = c.id) as phones,
  coalesce(own.main, 0)::text as balance, coalesce(own.bonus, 0)::text as bonus
from unnest($client_ids::integer[]) with ordinality as wanted (id, place)
join clients c on c.id = wanted.id
left join lateral (
  select sum(a.balance_minor) filter (where a.kind_id = 0) as main, sum(a.balance_minor) filter (where a.kind_id = 1) as bonus
  from accounts a
  where a.client_id = c.id and a.currency = $currency::text
) as own on true
order by wanted.place

-- BLOCK select_children
select c.id, c.parent_id as "parentId"
from clients c
where c.parent_id = any ($client_ids::integer[]) and not c.deleted
order by c.parent_id, c.sort_name, c.id

-- BLOCK select_finished
select t.client_id as id, t.finished_orders as finished from client_totals t where t.client_id = any ($client_ids::integer[])

-- BLOCK select_group_types
select g.id, g.type from client_groups g

-- BLOCK select_accounts slow
-- Main and bonus account always, others where there is one below.
select
  wanted.id as "clientId", kinds.kind_id as "kindId",
  coalesce(sums.own, 0)::text as own, coalesce(sums.with_children, 0)::text as "withChildren"
from unnest($client_ids::integer[]) with ordinality as wanted (id, place)
cross join lateral (
  select 0 as kind_id union select 1
  union select a.kind_id from client_subtree(wanted.id, true) as s join accounts a on a.client_id = s.id where a.currency = $currency::text
) as kinds
left join lateral (
  select sum(a.balance_minor) as with_children, sum(a.balance_minor) filter (where a.client_id = wanted.id) as own
  from client_subtree(wanted.id, true) as s
  join accounts a on a.client_id = s.id
  where a.kind_id = kinds.kind_id and a.currency = $currency::text
) as sums on true
order by wanted.place, kinds.kind_id

-- BLOCK select_photos slow
select p.client_id as id, i.content from client_photos p join images i on i.id = p.image_id where p.client_id = any ($client_ids::integer[])
