-- BLOCK claim_messages
with due as (
  select m.id
  from messages m
  where m.status = 'waiting' and m.channel = any ($channels::text[]) and m.next_attempt_at <= $now::timestamptz
  order by m.next_attempt_at
  limit $limit::integer
  for update skip locked
)
update messages m
set attempts = m.attempts + 1, next_attempt_at = $lease_until::timestamptz
from due
where m.id = due.id
returning m.id, m.channel, m.recipient, m.subject, m.body, m.secret, m.attempts

-- BLOCK mark_sent
update messages m
set status = 'sent', sent_at = $now::timestamptz, secret = null, last_error = null
where m.id = $id::integer and m.status = 'waiting' and m.attempts = $attempts::integer
returning m.id

-- BLOCK mark_failed
update messages m
set
  status = case when $final::boolean then 'failed' else 'waiting' end,
  secret = case when $final::boolean and not $retriable::boolean then null else m.secret end,
  last_error = $error::text,
  next_attempt_at = $next_attempt_at::timestamptz
where m.id = $id::integer and m.status = 'waiting' and m.attempts = $attempts::integer
returning m.id

-- BLOCK give_up_old
update messages m
set status = 'failed', secret = null, last_error = 'It waited for more than a day and would come too late.'
where m.status = 'waiting' and m.next_attempt_at < $day_ago::timestamptz and m.channel = any ($channels::text[])
returning m.id

-- BLOCK drop_old_secrets
update messages m
set
  secret = null,
  status = 'failed',
  last_error = case when m.status = 'waiting' then 'The link in it does not work any more.' else m.last_error end
where m.secret is not null and m.created_at < $day_ago::timestamptz
returning m.id
