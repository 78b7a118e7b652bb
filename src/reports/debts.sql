-- BLOCK select_debts slow
-- Candidates first: whoever has at least the highest floor that there is is below none.
with candidates as materialized (
  select a.id, a.client_id, a.carrier_id, a.balance_minor, a.held_minor
  from accounts a
  where a.client_id is not null and a.kind_id = 0 and a.currency = $currency::text
    and case when $scope::text = 'negative' then a.balance_minor < 0 else a.balance_minor - a.held_minor < (select highest_floor_minor()) end
    and ($unit_id::integer is null or a.client_id in (select s.id from client_subtree($unit_id::integer, false) as s))
),
debts as materialized (
  select c.client_id, c.carrier_id, c.balance_minor, c.held_minor, below.since, floor_minor(f.value, $currency::text) as floor_minor
  from candidates c
  join client_floors((select array_agg(distinct each.client_id) from candidates each)) as f on f.client_id = c.client_id
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
),
listed as materialized (
  select s.* from shown s order by s.since nulls last, s.balance_minor, s.client_id, s.carrier_id limit $limit::integer
),
-- What holds through superiors, of those only that are listed.
states as (
  select chain.start_id, bool_or(chain.deleted) as deleted, bool_or(chain.blocked) as blocked
  from client_chains((select array_agg(distinct l.client_id) from listed l)) as chain
  group by chain.start_id
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
      'floor', r.floor_minor::text, 'since', to_char(r.since at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'blocked', states.blocked, 'deleted', states.deleted
    ) order by r.since nulls last, r.balance_minor, r.client_id, r.carrier_id), '[]')
    from listed r
    join states on states.start_id = r.client_id
    join carriers carrier on carrier.id = r.carrier_id
  ) as rows
