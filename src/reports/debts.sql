-- BLOCK select_debts slow
-- Candidates first: who has at least zero, and at least the highest floor that there is, is not below any.
with highest as materialized (
  select greatest(0, max(found.floor)) * 100 as minor
  from (
    select max((s.value ->> 'amount')::numeric) as floor from client_settings s where s.key = 'balanceFloor'
    union all
    select max((g.value ->> 'amount')::numeric) from group_settings g where g.key = 'balanceFloor'
  ) as found
),
candidates as materialized (
  select a.id, a.client_id, a.carrier_id, a.balance_minor, a.held_minor
  from accounts a
  where a.client_id is not null and a.kind_id = 0 and a.currency = $currency::text
    and case when $scope::text = 'negative' then a.balance_minor < 0 else a.balance_minor - a.held_minor < (select h.minor from highest h) end
    and ($unit_id::integer is null or a.client_id in (select s.id from client_subtree($unit_id::integer, false) as s))
),
chains as materialized (
  select chain.start_id, chain.depth, chain.id, chain.parent_id, chain.group_id, chain.deleted, chain.blocked
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
),
states as (
  select chain.start_id, bool_or(chain.deleted) as deleted, bool_or(chain.blocked) as blocked from chains chain group by chain.start_id
),
debts as materialized (
  select
    c.client_id, c.carrier_id, c.balance_minor, c.held_minor, states.deleted, states.blocked, below.since,
    case
      when jsonb_typeof(f.value) = 'null' then null
      when coalesce(f.value ->> 'currency', $currency::text) <> $currency::text then 0
      else ((f.value ->> 'amount')::numeric * 100)::bigint
    end as floor_minor
  from candidates c
  join floors f on f.start_id = c.client_id
  join states on states.start_id = c.client_id
  left join lateral (
    select min(p.at) as since
    from postings p
    where c.balance_minor < 0 and p.account_id = c.id
      and p.id > coalesce((select q.id from postings q where q.account_id = c.id and q.balance_after_minor >= 0 order by q.id desc limit 1), 0)
  ) as below on true
),
shown as (
  select d.*, case
    when d.since is null then 'none'
    when d.since > $now::timestamptz - interval '7 days' then 'week'
    when d.since > $now::timestamptz - interval '30 days' then 'month'
    when d.since > $now::timestamptz - interval '90 days' then 'quarter'
    else 'older'
  end as age
  from debts d
  where $scope::text = 'negative' or d.balance_minor - d.held_minor < d.floor_minor
)
select
  (select count(*)::integer from shown) as clients,
  (select coalesce(sum(-s.balance_minor) filter (where s.balance_minor < 0), 0)::text from shown s) as sum,
  (
    select coalesce(jsonb_agg(jsonb_build_object('age', g.age, 'clients', g.clients, 'sum', g.sum)), '[]')
    from (select s.age, count(*) as clients, coalesce(sum(-s.balance_minor) filter (where s.balance_minor < 0), 0)::text as sum from shown s group by s.age) as g
  ) as ages,
  (
    select coalesce(jsonb_agg(jsonb_build_object(
      'clientId', r.client_id, 'carrier', jsonb_build_object('id', carrier.id, 'name', carrier.name), 'balance', r.balance_minor::text, 'held', r.held_minor::text,
      'floor', r.floor_minor::text, 'since', to_char(r.since at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'blocked', r.blocked, 'deleted', r.deleted
    ) order by r.since nulls last, r.balance_minor, r.client_id, r.carrier_id), '[]')
    from (select s.* from shown s order by s.since nulls last, s.balance_minor, s.client_id, s.carrier_id limit $limit::integer) as r
    join carriers carrier on carrier.id = r.carrier_id
  ) as rows
