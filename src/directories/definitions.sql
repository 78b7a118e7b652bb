-- BLOCK attribute_use
select count(*)::integer as used, coalesce(jsonb_agg(distinct stored.value), '[]') as values
from (
  select s.value from client_settings s where s.key = $key::text
  union all
  select s.value from group_settings s where s.key = $key::text
) as stored

-- BLOCK lock_tariffs
select d.id from tariffs d where d.id = any ($ids::integer[]) order by d.id for share

-- BLOCK count_shifts
select count(*)::integer as shifts
from tariff_shifts s
where s.entries @> jsonb_build_array(jsonb_build_object('tariffId', $tariff_id::integer))
