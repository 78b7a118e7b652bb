-- BLOCK select_caller
-- The client, whose account pays for it, and the type of its group.
with chain as materialized (select c.* from client_chains(array[$client_id::integer]) as c),
payer as (select chain.id from chain where chain.uses_own_account or chain.parent_id is null order by chain.depth limit 1)
select
  g.id as "groupId", g.type as "groupType",
  (select bool_or(chain.blocked) from chain) as blocked,
  coalesce((select sum(a.balance_minor) from accounts a join payer on payer.id = a.client_id where a.kind_id = 0), 0)::text as balance,
  coalesce((select sum(a.balance_minor) from accounts a join payer on payer.id = a.client_id where a.kind_id = 1), 0)::text as bonus
from chain
join client_groups g on g.id = chain.group_id
where chain.parent_id is null

-- BLOCK select_open_orders
-- Open orders from a number, the newest first.
select o.id
from orders o
where o.ended_at is null and right(regexp_replace(o.phone, '\D', '', 'g'), 10) = right($digits::text, 10)
order by o.id desc
limit 100
