-- BLOCK insert_message
insert into messages (client_id, channel, recipient, subject, body, secret, purpose, order_id, created_at, next_attempt_at)
values ($client_id::integer, $channel::text, $recipient::text, $subject::text, $body::text, $secret::text, $purpose::text, $order_id::integer, $now::timestamptz, $now::timestamptz)
returning id

-- BLOCK drop_waiting
update messages m
set status = 'failed', secret = null, last_error = $reason::text
where m.client_id = $client_id::integer and m.purpose = $purpose::text and m.status = 'waiting'
returning m.id

-- BLOCK lock_message
select m.status, m.purpose, m.secret is null as "secretGone", strpos(m.body, $secret_place::text) > 0 as "hasSecret"
from messages m
where m.id = $id::integer
for update

-- BLOCK make_waiting
update messages m
set status = 'waiting', attempts = 0, next_attempt_at = $now::timestamptz
where m.id = $id::integer
returning m.id

-- BLOCK find_client
select c.id from clients c where c.id = $client_id::integer

-- BLOCK list_undelivered
select
  m.id, m.channel, m.recipient, m.subject, m.body, m.secret, m.status, m.last_error as "lastError",
  to_char(m.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt"
from messages m
where m.channel = any ($channels::text[])
order by m.id desc
limit $limit::integer
