-- BLOCK select_due slow
select distinct on (c.sort_name, c.id) c.id, c.name, r.id as "ruleId", r.from_group_id as "fromGroupId", r.to_group_id as "toGroupId"
from group_transition_rules r
join clients c on c.group_id = r.from_group_id and not c.deleted
left join client_totals t on t.client_id = c.id
where r.active
  and (r.condition -> 'minTrips' is null or coalesce(t.finished_orders, 0) >= (r.condition ->> 'minTrips')::integer)
  and (
    r.condition -> 'minTurnover' is null
    or (t.currency = r.condition #>> '{minTurnover,currency}' and t.turnover_minor >= (r.condition #>> '{minTurnover,amount}')::numeric * 100)
  )
  and (r.condition -> 'registeredDays' is null or c.registered_at <= $now::timestamptz - make_interval(days => (r.condition ->> 'registeredDays')::integer))
  and (r.condition -> 'onDate' is null or (r.condition ->> 'onDate')::date <= ($now::timestamptz at time zone 'utc')::date)
order by c.sort_name, c.id, r.position, r.id
limit $limit::integer

-- BLOCK lock_rule
select r.name from group_transition_rules r where r.id = $rule_id::integer and r.active for share

-- BLOCK lock_member
select c.id from clients c where c.id = $client_id::integer and c.group_id = $group_id::integer and not c.deleted for no key update
