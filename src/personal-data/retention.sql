-- BLOCK request_run
insert into retention_runs (operator_id, requested_by, created_at, alive_at)
values ($operator_id::integer, $requested_by::text, $now::timestamptz, $now::timestamptz)
on conflict ((true)) where status <> 'finished' do nothing
returning id

-- BLOCK request_daily_run
insert into retention_runs (requested_by, created_at, alive_at)
select $requested_by::text, $now::timestamptz, $now::timestamptz
where exists (select 1 from client_groups g where g.retention_months is not null)
  and not exists (select 1 from retention_runs r where r.operator_id is null and r.requested_by = $requested_by::text and r.created_at > $since::timestamptz)
on conflict ((true)) where status <> 'finished' do nothing
returning id

-- BLOCK claim_run
update retention_runs r
set status = 'running', alive_at = $now::timestamptz
where r.id = (
  select open.id
  from retention_runs open
  where open.status = 'waiting' or (open.status = 'running' and open.alive_at < $dead_since::timestamptz)
  order by open.id
  limit 1
  for update skip locked
)
returning r.id

-- BLOCK note_progress
update retention_runs r
set
  alive_at = $now::timestamptz, erased = r.erased + $erased::integer, failed = r.failed + $failed::integer,
  last_error = coalesce($error::text, r.last_error)
where r.id = $id::integer
returning r.id

-- BLOCK finish_run
update retention_runs r set status = 'finished', finished_at = $now::timestamptz where r.id = $id::integer returning r.id

-- BLOCK select_runs
select
  r.id, r.status, r.requested_by as "requestedBy", r.erased, r.failed, r.last_error as "lastError",
  to_char(r.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt",
  to_char(r.finished_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "finishedAt"
from retention_runs r
where r.id < $before::integer and ($id::integer is null or r.id = $id::integer)
order by r.id desc
limit $limit::integer

-- BLOCK find_open_run
select r.id from retention_runs r where r.status <> 'finished'

-- BLOCK lock_client
select c.id from clients c where c.id = $client_id::integer for no key update
