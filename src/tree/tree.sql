-- The recursive statements themselves are the SQL functions client_chains and client_subtree (see the migrations).

-- BLOCK select_chains
select
  chain.start_id as "startId", chain.depth, chain.id, chain.name, chain.parent_id as "parentId", chain.group_id as "groupId",
  chain.uses_own_account as "usesOwnAccount", chain.blocked, chain.block_reason as "blockReason", chain.deleted
from client_chains($client_ids::integer[]) as chain
order by chain.start_id, chain.depth

-- BLOCK select_subtree_ids slow
select subtree.id from client_subtree($client_id::integer, false) as subtree

-- BLOCK is_within
select exists (
  select 1 from client_chains(array[$client_id::integer]) as chain where chain.id = $top_id::integer
) as within

-- BLOCK lock_tree
select 1 as locked from (select pg_advisory_xact_lock(hashtextextended('treeline tree ' || $root_id::integer, 0))) as lock

-- BLOCK hold_tree
select 1 as locked from (select pg_advisory_xact_lock_shared(hashtextextended('treeline tree ' || $root_id::integer, 0))) as lock
