-- BLOCK select_payers
select
  chain.start_id as id, payer.id as "payerId", payer.name as "payerName",
  coalesce(account.balance_minor, 0)::text as balance, coalesce(account.currency, carrier.currency) as currency
from (
  select distinct on (up.start_id) up.start_id, up.id
  from client_chains($ids::integer[]) as up
  where up.uses_own_account or up.parent_id is null
  order by up.start_id, up.depth
) as chain
join clients payer on payer.id = chain.id
cross join lateral (select c.id, c.currency from carriers c where c.is_default) as carrier
left join accounts account on account.client_id = payer.id and account.carrier_id = carrier.id and account.kind_id = 0 and account.currency = carrier.currency
order by chain.start_id
