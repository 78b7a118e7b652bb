-- The recursive statements themselves are the SQL functions client_chains and client_subtree (see the migrations); many chains at
-- once, without reading what they share twice, are in superiors.sql.

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
