-- BLOCK count_orders slow
select
  involved."as", o.state, o.currency, count(*)::integer as orders, coalesce(sum(o.total_minor), 0)::text as total,
  sum(o.cashless_minor)::text as cashless, sum(o.bonus_minor)::text as bonus
from orders o
cross join lateral (
  select 'customer' as "as" where o.customer_id = $client_id::integer
  union all select 'payer' where o.payer_id = $client_id::integer
  union all select 'superior' where o.path @> array[$client_id::integer]
) as involved
where (o.path @> array[$client_id::integer] or o.payer_id = $client_id::integer)
  and ($from::timestamptz is null or o.at >= $from::timestamptz)
  and ($to::timestamptz is null or o.at < $to::timestamptz)
group by 1, 2, 3
order by 1, 2, 3
