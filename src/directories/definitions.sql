-- BLOCK attribute_use
select count(*)::integer as used, coalesce(jsonb_agg(distinct stored.value), '[]') as values
from (
  select s.value from client_settings s where s.key = $key::text
  union all
  select s.value from group_settings s where s.key = $key::text
) as stored
