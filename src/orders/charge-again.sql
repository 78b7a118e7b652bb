-- BLOCK select_cancelled_charge
select e.kind, a.client_id as "clientId", a.service_role as "serviceRole", a.carrier_id as "carrierId", a.kind_id as "kindId", a.currency, p.amount_minor::text as amount
from entries e
join entries c on c.cancels_id = e.id
join postings p on p.entry_id = e.id
join accounts a on a.id = p.account_id
where e.order_id = $order_id::bigint and e.kind in ('charge', 'penalty')
  and e.charge_round = (select max(last.charge_round) from entries last where last.order_id = e.order_id and last.kind = e.kind)
order by p.id

-- BLOCK find_key
select k.request_hash as hash from idempotency_keys k where k.actor = $actor::text and k.key = $key::text
