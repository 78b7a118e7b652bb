-- BLOCK lock_next_due
select s.id, s.version, s.client_id as "clientId", s.change, s.made_by as "madeBy"
from scheduled_changes s
where s.status = 'pending' and s.due_at <= $now::timestamptz
order by s.due_at, s.id
limit 1
for update

-- BLOCK take_turn
select pg_try_advisory_xact_lock(hashtextextended('treeline scheduled changes', 0)) as taken

-- BLOCK limit_idleness
select set_config('idle_in_transaction_session_timeout', '20s', true) as set

-- BLOCK select_next_due_at
select min(s.due_at) as "dueAt" from scheduled_changes s where s.status = 'pending'
