-- BLOCK find_by_phone
select p.client_id as id, bool_or(p.identifies_caller) as caller
from client_phones p
where p.digits = $digits::text and not exists (select 1 from client_chains(array[p.client_id]) as chain where chain.deleted)
group by p.client_id
order by 2 desc, 1
limit 21

-- BLOCK find_family
-- Heads of families who may have a member with this number; the numbers stand there as typed.
select c.id, c.family_members as members, c.country
from clients c
where c.family_members <> '[]' and family_phone_tails(c.family_members) @> array[right($digits::text, 7)] and c.family_account is not null
  and not exists (select 1 from client_chains(array[c.id]) as chain where chain.deleted)
  and exists (select 1 from client_chains(array[c.id]) as chain join client_groups g on g.id = chain.group_id where g.family_account_allowed)
order by c.id
limit 21

-- BLOCK select_auto_creation
select g.id, g.name, g.type from order_rules r join client_groups g on g.id = r.auto_create_group_id

-- BLOCK select_facts
-- All that orders look at besides the settings, in one row. Client ids go from the customer up to the root. Everything is found
-- by its key: a join with the chain made the planner read an index of all settings there are. Sums are text: JSON has no
-- 64-bit numbers.
with carrier as materialized (
  select c.id, c.currency
  from carriers c
  where case when $carrier_id::integer is null then c.is_default else c.id = $carrier_id::integer end
)
select
  (
    select jsonb_agg(jsonb_build_object(
      'id', c.id, 'address', nullif(btrim(c.address), ''), 'contractTo', c.contract_to, 'timeZone', c.time_zone, 'driverNote', c.driver_note,
      'favouriteCrews', to_jsonb(c.favourite_crews), 'unwantedCrews', to_jsonb(c.unwanted_crews),
      'notes', (
        select coalesce(jsonb_agg(jsonb_build_object(
          'id', n.id, 'version', n.version, 'text', n.text, 'audience', n.audience, 'severity', n.severity, 'from', n.valid_from, 'to', n.valid_to
        ) order by n.id), '[]')
        from client_notes n
        where n.client_id = c.id and not n.removed
      ),
      'hasOrderPassword', c.order_password_hash is not null, 'familyAccount', c.family_account
    ))
    from clients c
    where c.id = any ($client_ids::integer[])
  ) as clients,
  (select g.type from client_groups g where g.id = $group_id::integer) as "groupType",
  (select g.family_account_allowed from client_groups g where g.id = $group_id::integer) as "familyAccountAllowed",
  (select c.family_members from clients c where c.id = ($client_ids::integer[])[1]) as "familyMembers",
  (select jsonb_build_object('id', carrier.id, 'currency', carrier.currency) from carrier) as carrier,
  (
    select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name, 'active', t.active, 'fare', t.fare)), '[]')
    from tariffs t
    where t.id = any ($tariff_ids::integer[] || array(
      select (entry ->> 'tariffId')::integer from tariff_shifts sh cross join jsonb_array_elements(sh.entries) as entry where sh.id = any ($shift_ids::integer[])
    ))
  ) as tariffs,
  (
    select coalesce(jsonb_agg(jsonb_build_object('id', sh.id, 'name', sh.name, 'entries', sh.entries)), '[]') from tariff_shifts sh where sh.id = any ($shift_ids::integer[])
  ) as shifts,
  (
    select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'name', d.name, 'active', d.active, 'percent', d.percent, 'sumMinor', d.sum_minor::text, 'currency', d.currency)), '[]')
    from discounts d
    where d.id = any ($discount_ids::integer[] || array(select c.discount_id from discount_cards c where lower(c.number) = lower($card::text)))
  ) as discounts,
  (
    select jsonb_build_object('discountId', c.discount_id, 'active', c.active, 'validFrom', c.valid_from, 'validTo', c.valid_to)
    from discount_cards c
    where lower(c.number) = lower($card::text)
  ) as card,
  (select jsonb_build_object('id', g.id, 'name', g.name) from crew_groups g where g.id = $crew_group_id::integer) as "crewGroup",
  (
    select jsonb_object_agg(d.day, d.type)
    from production_calendar d
    where d.day between ($at::timestamptz at time zone 'utc')::date - 2 and ($at::timestamptz at time zone 'utc')::date + 1
  ) as calendar,
  (
    select jsonb_agg(jsonb_build_object(
      'kindId', a.kind_id, 'balance', a.balance_minor::text, 'held', a.held_minor::text,
      'own', case when $order_id::bigint is null then '0' else (
        select coalesce(sum(h.amount_minor), 0)::text from holds h where h.order_id = $order_id::bigint and h.account_id = a.id and h.state = 'open'
      ) end
    ))
    from accounts a
    where a.client_id = $payer_id::integer and a.kind_id in (0, 1) and not a.closed
      and a.carrier_id = (select carrier.id from carrier) and a.currency = (select carrier.currency from carrier)
  ) as accounts,
  (
    select jsonb_agg(jsonb_build_object(
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
    ) order by array_position($client_ids::integer[], b.client_id) desc, b.period)
    from budgets b
    where b.client_id = any ($client_ids::integer[]) and b.currency = (select carrier.currency from carrier)
  ) as budgets,
  (select t.finished_orders from client_totals t where t.client_id = $payer_id::integer) as "finishedOrders",
  case when $order_id::integer is null then '[]' else (
    select coalesce(jsonb_agg(ob.budget_id || ' ' || ob.starts_on), '[]') from order_budgets ob where ob.order_id = $order_id::integer and ob.reserved_minor > 0
  ) end as reserved
