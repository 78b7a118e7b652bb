-- BLOCK take_events
-- Gone with the transaction that makes messages of them; what another process is at is left to it.
delete from order_events e
where e.id in (select due.id from order_events due order by due.id limit $limit::integer for update skip locked)
returning e.id::float8 as id, e.event, e.order_id as "orderId", e.daily_order_id as "dailyOrderId", to_char(e.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at

-- BLOCK select_contacts
select
  c.id, c.name, c.email, c.use_email as "useEmail", c.use_sms as "useSms", c.country, c.family_account as "familyAccount",
  (
    select own.language from client_chains(array[c.id]) as chain join clients own on own.id = chain.id where own.language is not null order by chain.depth limit 1
  ) as language,
  array(select m.event || ' ' || m.channel from muted_notices m where m.client_id = c.id) as muted,
  (select p.number from client_phones p where p.client_id = c.id and p.use_for_calls order by p.main desc, p.position limit 1) as phone
from clients c
where c.id = any ($client_ids::integer[])
