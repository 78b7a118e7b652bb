-- BLOCK lock_scheduled
select s.id from scheduled_changes s where s.id = $id::integer for update

-- BLOCK select_scheduled
select
  s.id, s.version, s.client_id as "clientId", c.name as "clientName",
  to_char(s.due_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
  s.change, s.status, s.reason, s.made_by as "madeBy",
  to_char(s.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt",
  to_char(s.settled_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "settledAt"
from scheduled_changes s
left join clients c on c.id = s.client_id
where s.id = any ($ids::integer[])
order by s.due_at, s.id

-- BLOCK find_client
select c.id from clients c where c.id = $client_id::integer
