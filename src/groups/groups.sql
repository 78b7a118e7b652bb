-- BLOCK select_groups
select
  g.id, g.version, g.name, g.type, g.is_default as "isDefault", g.family_account_allowed as "familyAccountAllowed", g.retention_months as "retentionMonths",
  (select coalesce(jsonb_object_agg(s.key, s.value), '{}') from group_settings s where s.group_id = g.id) as settings
from client_groups g
where $group_id::integer is null or g.id = $group_id::integer
order by g.name, g.id

-- BLOCK lock_group
select g.id from client_groups g where g.id = $group_id::integer for update

-- BLOCK upsert_group_setting
insert into group_settings (group_id, key, value)
values ($group_id::integer, $key::text, $value::jsonb)
on conflict (group_id, key) do update set value = excluded.value
returning 1 as written

-- BLOCK delete_group_setting
delete from group_settings s where s.group_id = $group_id::integer and s.key = $key::text returning 1 as deleted

-- BLOCK lock_default
select 1 as locked from (select pg_advisory_xact_lock(hashtextextended('treeline default group', 0))) as lock
