-- BLOCK lock_for_removal
select c.id from clients c where c.id = $client_id::integer for update

-- BLOCK count_attached
select
  (select count(*)::integer from clients c where c.parent_id = $client_id::integer) as children,
  (select count(*)::integer from accounts a join postings p on p.account_id = a.id where a.client_id = $client_id::integer) as operations,
  (select count(*)::integer from accounts a join holds h on h.account_id = a.id where a.client_id = $client_id::integer) as holds,
  (select count(*)::integer from orders o where o.customer_id = $client_id::integer or o.payer_id = $client_id::integer) as orders,
  (select count(*)::integer from daily_orders d where d.customer_id = $client_id::integer or d.paying_id = $client_id::integer) as "dailyOrders",
  (select count(*)::integer from invoices i where i.client_id = $client_id::integer) as invoices,
  (select count(*)::integer from top_ups t where t.client_id = $client_id::integer) as "topUps"

-- BLOCK delete_empty_accounts
delete from accounts a where a.client_id = $client_id::integer returning 1 as deleted
