-- BLOCK find_by_phone
select p.client_id as id, bool_or(p.identifies_caller) as caller
from client_phones p
where p.digits = $digits::text and not exists (select 1 from client_chains(array[p.client_id]) as chain where chain.deleted)
group by p.client_id
order by 2 desc, 1
limit 21

-- BLOCK select_auto_creation
select g.id, g.name, g.type from order_rules r join client_groups g on g.id = r.auto_create_group_id

-- BLOCK select_facts
-- All that orders look at besides the settings, in one row. Sums are text: JSON has no 64-bit numbers.
with chain as materialized (
  select c.* from client_chains(array[$customer_id::integer]) as c
),
payer as materialized (
  select chain.id
  from chain
  where chain.uses_own_account and chain.depth >= coalesce((select below.depth from chain as below where below.id = $paying_id::integer), 0)
  order by chain.depth
  limit 1
),
carrier as materialized (
  select c.id, c.currency
  from carriers c
  where case when $carrier_id::integer is null then c.is_default else c.id = $carrier_id::integer end
),
said as materialized (
  select s.key, s.value
  from client_settings s
  where s.client_id in (select chain.id from chain) and s.key in ('tariff', 'prizeTariff', 'tariffShift', 'discount', 'prizeDiscount') and jsonb_typeof(s.value) = 'number'
  union
  select gs.key, gs.value
  from group_settings gs
  where gs.group_id in (select chain.group_id from chain) and gs.key in ('tariff', 'prizeTariff', 'tariffShift', 'discount', 'prizeDiscount') and jsonb_typeof(gs.value) = 'number'
),
shifts as materialized (
  select sh.id, sh.name, sh.entries
  from tariff_shifts sh
  where sh.id in (select said.value::integer from said where said.key = 'tariffShift')
),
card as materialized (
  select d.discount_id, d.active, d.valid_from, d.valid_to from discount_cards d where lower(d.number) = lower($card::text)
)
select
  (
    select jsonb_agg(jsonb_build_object(
      'id', c.id, 'address', nullif(btrim(c.address), ''), 'contractTo', c.contract_to, 'timeZone', c.time_zone, 'driverNote', c.driver_note,
      'hasOrderPassword', c.order_password_hash is not null
    ))
    from chain join clients c on c.id = chain.id
  ) as clients,
  (select payer.id from payer) as "payerId",
  (select g.type from client_groups g where g.id = (select chain.group_id from chain where chain.parent_id is null)) as "groupType",
  (select jsonb_build_object('id', carrier.id, 'currency', carrier.currency) from carrier) as carrier,
  (
    select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name, 'active', t.active, 'fare', t.fare)), '[]')
    from tariffs t
    where t.id = $tariff_id::integer
      or t.id in (select said.value::integer from said where said.key in ('tariff', 'prizeTariff'))
      or t.id in (select (entry ->> 'tariffId')::integer from shifts, jsonb_array_elements(shifts.entries) as entry)
  ) as tariffs,
  (select coalesce(jsonb_agg(jsonb_build_object('id', shifts.id, 'name', shifts.name, 'entries', shifts.entries)), '[]') from shifts) as shifts,
  (
    select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'name', d.name, 'active', d.active, 'percent', d.percent, 'sumMinor', d.sum_minor::text, 'currency', d.currency)), '[]')
    from discounts d
    where d.id = $discount_id::integer
      or d.id in (select said.value::integer from said where said.key in ('discount', 'prizeDiscount'))
      or d.id in (select card.discount_id from card)
  ) as discounts,
  (select jsonb_build_object('discountId', card.discount_id, 'active', card.active, 'validFrom', card.valid_from, 'validTo', card.valid_to) from card) as card,
  (select jsonb_build_object('id', g.id, 'name', g.name) from crew_groups g where g.id = $crew_group_id::integer) as "crewGroup",
  (
    select coalesce(jsonb_object_agg(d.day, d.type), '{}')
    from production_calendar d
    where d.day between ($at::timestamptz at time zone 'utc')::date - 2 and ($at::timestamptz at time zone 'utc')::date + 1
  ) as calendar,
  (
    select coalesce(jsonb_agg(jsonb_build_object(
      'kindId', a.kind_id, 'balance', a.balance_minor::text, 'held', a.held_minor::text,
      'own', (select coalesce(sum(h.amount_minor), 0)::text from holds h where h.order_id = $order_id::bigint and h.account_id = a.id and h.state = 'open')
    )), '[]')
    from carrier join accounts a on a.carrier_id = carrier.id and a.currency = carrier.currency
    where a.client_id = (select payer.id from payer) and a.kind_id in (0, 1) and not a.closed
  ) as accounts,
  (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', b.id, 'clientId', b.client_id, 'period', b.period, 'sum', b.sum_minor::text,
      'usage', (
        select coalesce(jsonb_agg(jsonb_build_object(
          'startsOn', u.starts_on, 'used', (u.reserved_minor + u.spent_minor)::text,
          'own', coalesce((select ob.reserved_minor from order_budgets ob where ob.order_id = $order_id::integer and ob.budget_id = u.budget_id and ob.starts_on = u.starts_on), 0)::text
        )), '[]')
        from budget_usage u
        where u.budget_id = b.id
          and u.starts_on between
            ($at::timestamptz at time zone 'utc')::date - case b.period when 'day' then 1 when 'week' then 8 when 'month' then 32 else 93 end
            and ($at::timestamptz at time zone 'utc')::date + 1
      )
    ) order by chain.depth desc, b.period), '[]')
    from chain join budgets b on b.client_id = chain.id
    where b.currency = (select carrier.currency from carrier)
  ) as budgets,
  (select t.finished_orders from client_totals t where t.client_id = (select payer.id from payer)) as "finishedOrders",
  (select coalesce(jsonb_agg(ob.budget_id || ' ' || ob.starts_on), '[]') from order_budgets ob where ob.order_id = $order_id::integer and ob.reserved_minor > 0) as reserved
