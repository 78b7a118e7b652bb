-- BLOCK give_accounts slow
update clients c set uses_own_account = true where c.id = any ($ids::integer[])

-- BLOCK prepare_balances slow
create table bench_balances as select id, 1000000000::bigint as balance from unnest($ids::integer[]) as id

-- BLOCK bare_sum slow
with recursive below as (
  select c.id from clients c where c.id = $client_id::integer and not c.deleted
  union all
  select c.id from below join clients c on c.parent_id = below.id where not c.deleted
)
select a.kind_id, a.currency, sum(a.balance_minor)::text as balance from below join accounts a on a.client_id = below.id group by a.kind_id, a.currency order by 1, 2
