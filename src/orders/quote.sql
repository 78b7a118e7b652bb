-- BLOCK select_items
select
  (select jsonb_build_object('id', t.id, 'name', t.name, 'active', t.active, 'fare', t.fare) from tariffs t where t.id = $tariff_id::integer) as tariff,
  (
    select jsonb_build_object('id', d.id, 'name', d.name, 'active', d.active, 'percent', d.percent, 'sumMinor', d.sum_minor::text, 'currency', d.currency)
    from discounts d
    where d.id = coalesce($discount_id::integer, (select c.discount_id from discount_cards c where lower(c.number) = lower($card::text)))
  ) as discount,
  (select c.currency from carriers c where c.is_default) as currency

-- BLOCK find_card
select c.number from discount_cards c where c.id = $card_id::integer

-- BLOCK find_crew_group
select g.id from crew_groups g where g.id = $crew_group_id::integer

-- BLOCK find_twins
-- Orders from the same number (or, without one, of the same client) for the same time and place: the open one, and the newest.
select
  (min(o.id) filter (where o.ended_at is null))::integer as open,
  max(o.id)::integer as newest
from orders o
where o.at = $at::timestamptz
  and coalesce(o.addresses #>> '{0,address}', '') = $address::text
  and case when $digits::text is null then o.customer_id = $client_id::integer
    else right(regexp_replace(o.phone, '\D', '', 'g'), 10) = right($digits::text, 10) end
