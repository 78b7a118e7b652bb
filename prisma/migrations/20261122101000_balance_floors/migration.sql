-- The balance floor that holds for clients, said once for the list of clients and the report of debts.

create function client_floors(client_ids integer[]) returns table (client_id integer, value jsonb)
language sql stable parallel safe
as $$
  with chains as materialized (
    select chain.start_id, chain.depth, chain.id, chain.parent_id, chain.group_id from client_chains(client_ids) as chain
  ),
  own as (
    select distinct on (chain.start_id) chain.start_id, s.value
    from chains chain
    join client_settings s on s.client_id = chain.id and s.key = 'balanceFloor'
    order by chain.start_id, chain.depth
  )
  select chain.start_id, coalesce(own.value, g.value, '{"amount": "0"}')
  from chains chain
  left join own on own.start_id = chain.start_id
  left join group_settings g on g.group_id = chain.group_id and g.key = 'balanceFloor'
  where chain.parent_id is null
$$;
comment on function client_floors is 'The own floor, the nearest one above, or that of the group; zero where nothing is said, a null of JSON where there is explicitly none.';

create function floor_minor(floor jsonb, currency text) returns bigint
language sql immutable parallel safe
as $$
  select case
    when jsonb_typeof(floor) = 'null' then null
    when coalesce(floor ->> 'currency', currency) <> currency then 0
    else ((floor ->> 'amount')::numeric * 100)::bigint
  end
$$;
comment on function floor_minor is 'A floor in minor units of a currency; null = no floor, and one in another currency is zero.';

create function highest_floor_minor() returns bigint
language sql stable parallel safe
as $$
  select (100 * greatest(
    0,
    (select max((s.value ->> 'amount')::numeric) from client_settings s where s.key = 'balanceFloor'),
    (select max((g.value ->> 'amount')::numeric) from group_settings g where g.key = 'balanceFloor')
  ))::bigint
$$;
comment on function highest_floor_minor is 'Who has at least this much is below no floor.';

-- As before, by means of them.
create or replace function clients_short_of_funds(margin_minor bigint) returns table (client_id integer)
language sql stable parallel safe
as $$
  with bound as materialized (
    select margin_minor + highest_floor_minor() as minor
  ),
  candidates as materialized (
    select a.client_id, a.balance_minor - a.held_minor as available, a.currency
    from accounts a
    where a.client_id is not null and a.kind_id = 0 and not a.closed and a.balance_minor < (select b.minor from bound b)
    union all
    select a.client_id, a.balance_minor - a.held_minor, a.currency
    from accounts a
    where a.id in (select h.account_id from holds h where h.state = 'open')
      and a.client_id is not null and a.kind_id = 0 and not a.closed
      and a.balance_minor >= (select b.minor from bound b) and a.balance_minor - a.held_minor < (select b.minor from bound b)
    union all
    select c.id, 0, d.currency
    from clients c
    cross join (select carrier.currency from carriers carrier where carrier.is_default) as d
    where (select b.minor from bound b) > 0 and c.uses_own_account and not c.deleted
      and not exists (select 1 from accounts a where a.client_id = c.id and a.kind_id = 0)
  )
  select distinct c.client_id
  from candidates c
  join client_floors((select array_agg(distinct each.client_id) from candidates each)) as f on f.client_id = c.client_id
  where c.available < margin_minor + floor_minor(f.value, c.currency)
$$;
