-- The list of clients in the order of any column (D-20), and the filters of its columns: what a page needs is met in an index.
create index clients_number_idx on clients (number, id) where number is not null and not deleted;
create index clients_own_account_idx on clients (uses_own_account, sort_name, id) where not deleted;
create index clients_first_tag_idx on clients ((tags[1]) collate "und-x-icu", sort_name, id) where tags <> '{}' and not deleted;
create index clients_registered_idx on clients (registered_at, id) where not deleted;
create index clients_mark_idx on clients (mark, sort_name, id) where mark <> 'ordinary' and not deleted;
create index clients_blocked_idx on clients (id) where blocked;
-- Main accounts only: they are the ones that lists show.
create index accounts_balance_idx on accounts (balance_minor, client_id) where client_id is not null and kind_id = 0;

-- Clients with less than a margin left on a main account above their effective balance floor; 0 = below the floor. Nothing said
-- about a floor, and a floor in another currency, is zero; explicitly none is no floor. A client that was never booked has zero.
create function clients_short_of_funds(margin_minor bigint) returns table (client_id integer)
language sql stable parallel safe
as $$
  with bound as materialized (
    select margin_minor + 100 * greatest(
      0,
      (select max((s.value ->> 'amount')::numeric) from client_settings s where s.key = 'balanceFloor'),
      (select max((g.value ->> 'amount')::numeric) from group_settings g where g.key = 'balanceFloor')
    ) as minor
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
  ),
  chains as materialized (
    select chain.start_id, chain.depth, chain.id, chain.parent_id, chain.group_id
    from client_chains((select array_agg(distinct c.client_id) from candidates c)) as chain
  ),
  own as (
    select distinct on (chain.start_id) chain.start_id, s.value
    from chains chain
    join client_settings s on s.client_id = chain.id and s.key = 'balanceFloor'
    order by chain.start_id, chain.depth
  ),
  floors as (
    select chain.start_id, coalesce(own.value, g.value, '{"amount": "0"}') as value
    from chains chain
    left join own on own.start_id = chain.start_id
    left join group_settings g on g.group_id = chain.group_id and g.key = 'balanceFloor'
    where chain.parent_id is null
  )
  select distinct c.client_id
  from candidates c
  join floors f on f.start_id = c.client_id
  where jsonb_typeof(f.value) <> 'null'
    and c.available < margin_minor + case when coalesce(f.value ->> 'currency', c.currency) = c.currency then ((f.value ->> 'amount')::numeric * 100)::bigint else 0 end
$$;
