-- BLOCK insert_card_top_up
insert into top_ups (client_id, kind, state, payment_system, carrier_id, currency, sum_minor, request_key, request_hash, expires_at, created_at, actor_name, channel)
values (
  $client_id::integer, 'card', 'waiting', $payment_system::text, $carrier_id::integer, $currency::text, $sum_minor::text::bigint,
  $request_key::text, $request_hash::text, $expires_at::timestamptz, $now::timestamptz, $actor_name::text, $channel::text
)
on conflict (request_key) where request_key is not null do nothing
returning top_ups.id

-- BLOCK find_by_request
select t.id, t.request_hash as hash from top_ups t where t.request_key = $request_key::text

-- BLOCK set_payment
update top_ups t set payment_id = $payment_id::text, payment_url = $payment_url::text where t.id = $top_up_id::integer and t.payment_id is null returning t.id

-- BLOCK lock_by_payment
select t.id, t.client_id as "clientId", t.state, t.carrier_id as "carrierId", t.currency, t.sum_minor::text as amount, t.terminal_account as "terminalAccount"
from top_ups t
where t.payment_system = $payment_system::text and t.payment_id = $payment_id::text
for update

-- BLOCK insert_terminal_top_up
-- Waits for another booking of the same payment; no row: it is booked already. The entry is set in the same transaction.
insert into top_ups (client_id, kind, state, payment_system, payment_id, terminal_account, carrier_id, currency, sum_minor, created_at, actor_name, channel)
values (
  $client_id::integer, 'terminal', 'waiting', $payment_system::text, $payment_id::text, $terminal_account::text, $carrier_id::integer, $currency::text,
  $sum_minor::text::bigint, $now::timestamptz, $actor_name::text, $channel::text
)
on conflict (payment_system, payment_id) where payment_id is not null do nothing
returning top_ups.id

-- BLOCK find_terminal_client
-- The account as a whole, else what follows the five digits of the city.
select c.id
from clients c
where c.terminal_account = any (array[$account::text, case when $account::text ~ '^\d{5}.{5,}$' then substr($account::text, 6) end])
order by c.terminal_account = $account::text desc
limit 1

-- BLOCK end_top_up
update top_ups t
set state = $state::text, entry_id = $entry_id::bigint, reason = $reason::text, ended_at = $now::timestamptz
where t.id = $top_up_id::integer
returning t.id

-- BLOCK lock_expired
select t.id from top_ups t where t.state = 'waiting' and t.expires_at < $now::timestamptz order by t.id limit 500 for update skip locked

-- BLOCK select_default_carrier
select c.id, c.currency from carriers c where case when $carrier_id::integer is null then c.is_default else c.id = $carrier_id::integer end

-- BLOCK select_top_ups
select
  t.id, t.kind, t.state, jsonb_build_object('id', c.id, 'name', c.name) as client, t.sum_minor::text as amount, t.currency, t.carrier_id as "carrierId",
  t.payment_system as "paymentSystem", t.payment_id as "paymentId", t.terminal_account as "terminalAccount", t.payment_url as "paymentUrl", t.reason,
  t.entry_id::text as "entryId", t.actor_name as "actorName", t.channel,
  to_char(t.expires_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "expiresAt", to_char(t.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt",
  to_char(t.ended_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "endedAt"
from top_ups t
join clients c on c.id = t.client_id
where ($top_up_id::integer is null or t.id = $top_up_id::integer)
  and ($payment_id::text is null or (t.payment_id = $payment_id::text and t.kind = 'card'))
  and ($client_id::integer is null or t.client_id = $client_id::integer)
  and ($before::integer is null or t.id < $before::integer)
order by t.id desc
limit $limit::integer
