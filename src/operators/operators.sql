-- BLOCK lock_administration
select 1 as locked from (select pg_advisory_xact_lock(hashtextextended('treeline administration', 0))) as lock

-- BLOCK count_administrators
select count(*)::integer as count
from operators o
where o.active and exists (
  select 1 from operator_roles o_r join roles r on r.id = o_r.role_id where o_r.operator_id = o.id and r.all_rights
)
