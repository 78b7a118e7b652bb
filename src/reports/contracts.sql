-- BLOCK select_contracts slow
with ending as materialized (
  select c.id, c.number, c.contract_from, c.contract_to, c.responsible_manager_id
  from clients c
  where c.contract_to is not null and not c.deleted and c.contract_to <= $until::date and ($expired::boolean or c.contract_to >= $today::date)
    and ($unit_id::integer is null or c.id in (select s.id from client_subtree($unit_id::integer, false) as s))
),
states as (
  select chain.start_id, bool_or(chain.blocked) as blocked
  from client_chains((select array_agg(e.id) from ending e)) as chain
  group by chain.start_id
  having not bool_or(chain.deleted)
),
shown as materialized (
  select e.*, s.blocked from ending e join states s on s.start_id = e.id
)
select
  (select count(*)::integer from shown) as clients,
  (select count(*)::integer from shown s where s.contract_to < $today::date) as expired,
  (
    select coalesce(jsonb_agg(jsonb_build_object('startsOn', w.starts_on, 'clients', w.clients) order by w.starts_on), '[]')
    from (
      select to_char(date_trunc('week', s.contract_to), 'YYYY-MM-DD') as starts_on, count(*) as clients from shown s where s.contract_to >= $today::date group by 1
    ) as w
  ) as weeks,
  (
    select coalesce(jsonb_agg(jsonb_build_object(
      'clientId', r.id, 'number', r.number, 'contractFrom', to_char(r.contract_from, 'YYYY-MM-DD'), 'contractTo', to_char(r.contract_to, 'YYYY-MM-DD'),
      'daysLeft', r.contract_to - $today::date, 'manager', m.name, 'blocked', r.blocked
    ) order by r.contract_to, r.id), '[]')
    from (select s.* from shown s order by s.contract_to, s.id limit $limit::integer) as r
    left join operators m on m.id = r.responsible_manager_id
  ) as rows
