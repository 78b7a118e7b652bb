-- BLOCK find_session
select
  s.id as session_id,
  o.id as operator_id,
  o.login,
  o.name,
  coalesce(bool_or(r.all_rights), false) as all_rights,
  coalesce(array_agg(distinct single.name) filter (where single.name is not null), '{}') as rights,
  s.last_seen_at
from sessions s
join operators o on o.id = s.operator_id and o.active
left join operator_roles o_r on o_r.operator_id = o.id
left join roles r on r.id = o_r.role_id
left join lateral unnest(r.rights) as single (name) on true
where s.token_hash = $token_hash and s.expires_at > $now and s.last_seen_at > $idle_since
group by s.id, o.id

-- BLOCK find_operator
select o.id from operators o where lower(o.login) = lower($login::text) and o.active
