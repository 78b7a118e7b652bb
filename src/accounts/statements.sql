-- BLOCK select_client
select c.id, c.name, c.language, (select carrier.currency from carriers carrier where carrier.is_default) as currency
from clients c
where c.id = $client_id::integer

-- BLOCK sum_before slow
select coalesce(sum(p.amount_minor), 0)::text as balance
from accounts a
join postings p on p.account_id = a.id
where a.kind_id = $kind_id::integer and a.currency = $currency::text and p.at < $before::timestamptz
  and (
    a.client_id = $client_id::integer
    or ($tree::boolean and a.client_id in (select s.id from client_subtree($client_id::integer, true) as s))
  )

-- BLOCK select_lines slow
select
  e.id::text as id, to_char(e.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, c.id as "clientId", c.name as "clientName",
  e.kind, e.name, e.comment, e.order_id::text as "orderId", p.amount_minor::text as amount
from accounts a
join postings p on p.account_id = a.id
join entries e on e.id = p.entry_id
join clients c on c.id = a.client_id
where a.kind_id = $kind_id::integer and a.currency = $currency::text and p.at >= $from::timestamptz and p.at < $to::timestamptz
  and (
    a.client_id = $client_id::integer
    or ($tree::boolean and a.client_id in (select s.id from client_subtree($client_id::integer, true) as s))
  )
order by p.at, p.id
limit $limit::integer
