-- BLOCK select_pending
select s.id, s.client_id as "clientId", s.due_at as "dueAt", s.change
from scheduled_changes s
where s.status = 'pending' and s.client_id = any ($client_ids::integer[]) and s.due_at <= $until::timestamptz
order by s.due_at, s.id
