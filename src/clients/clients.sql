-- BLOCK lock_parent
select c.id from clients c where c.id = $parent_id::integer for share

-- BLOCK lock_external_id
select 1 as locked from (select pg_advisory_xact_lock(hashtextextended('treeline external id ' || $external_id::text, 0))) as lock

-- BLOCK find_external_id
select c.id from clients c where c.external_id = $external_id::text and c.id <> $client_id::integer

-- BLOCK delete_account_settings
delete from client_settings s
where s.client_id = $client_id::integer
  and s.key in ('prizeEvery', 'settlementRule', 'balanceFloor', 'minBalanceForCashless', 'minBonusBalance', 'whenFundsShort')
returning s.key, s.value
