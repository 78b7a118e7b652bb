-- BLOCK select_week slow
-- Main account with the default carrier, and what orders have cost it since an instant.
select
  a.balance_minor::text as balance, a.held_minor::text as held, carrier.currency,
  coalesce((
    select -sum(p.amount_minor)
    from postings p
    join entries e on e.id = p.entry_id
    left join entries cancelled on cancelled.id = e.cancels_id
    where p.account_id = a.id and p.at >= $since::timestamptz and coalesce(cancelled.kind, e.kind) in ('charge', 'penalty')
  ), 0)::text as spent
from carriers carrier
join accounts a on a.carrier_id = carrier.id and a.client_id = $client_id::integer and a.kind_id = 0 and a.currency = carrier.currency
where carrier.is_default
