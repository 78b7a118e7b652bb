-- BLOCK take_key
select take_key($key::jsonb, $now::timestamptz) as answer

-- BLOCK keep_key
update idempotency_keys k
set body = $answer::jsonb
where k.actor = $key::jsonb ->> 'actor' and k.key = $key::jsonb ->> 'key'
returning k.key

-- BLOCK known_clients
select c.id from clients c where c.id = any ($ids::integer[])

-- BLOCK known_phone
select 1 as known from client_phones p where p.client_id = $client_id::integer and p.number = $number::text limit 1

-- BLOCK known_group
select g.id from client_groups g where g.id = $id::integer

-- BLOCK insert_mailing
insert into mailings (created_at, created_by, channel, audience, subject, body, recipients, unreachable)
values ($now::timestamptz, $created_by::text, $channel::text, $audience::jsonb, $subject::text, $body::text, $recipients::integer, $unreachable::integer)
returning id

-- BLOCK insert_messages slow
insert into messages (client_id, channel, recipient, subject, body, purpose, mailing_id, created_at, next_attempt_at)
select
  r.id, $channel::text, r.recipient, replace(replace($subject::text, '{name}', r.name), '{number}', r.number), replace(replace($body::text, '{name}', r.name), '{number}', r.number),
  'mailing', $mailing_id::integer, $now::timestamptz, $now::timestamptz
from unnest($ids::integer[], $recipients::text[], $names::text[], $numbers::text[]) as r (id, recipient, name, number)

-- BLOCK select_mailings
select
  g.id, to_char(g.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt", g.created_by as "createdBy", g.channel, g.audience as "to",
  g.subject, g.body, g.recipients, g.unreachable, counts.waiting, counts.sent, counts.failed
from mailings g
cross join lateral (
  select
    count(*) filter (where m.status = 'waiting')::integer as waiting, count(*) filter (where m.status = 'sent')::integer as sent, count(*) filter (where m.status = 'failed')::integer as failed
  from messages m where m.mailing_id = g.id
) as counts
where ($id::integer is null or g.id = $id::integer) and ($before::integer is null or g.id < $before::integer)
order by g.id desc
limit $limit::integer
