-- BLOCK select_groups
select g.id, g.name, (select coalesce(jsonb_object_agg(s.key, s.value), '{}') from group_settings s where s.group_id = g.id) as settings
from client_groups g
where g.id = any ($ids::integer[])
