-- BLOCK lock_demo
-- Two processes that start at once on one database: the second waits here, and then sees the clients of the first.
select pg_advisory_xact_lock(hashtextextended('treeline demo', 0))::text as done

-- BLOCK is_empty
select not exists (select 1 from clients) and not exists (select 1 from history where entity = 'client') as empty

-- BLOCK count_clients
select count(*)::integer as clients from clients
