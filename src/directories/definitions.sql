-- BLOCK attribute_use
select count(*)::integer as used, coalesce(jsonb_agg(distinct stored.value), '[]') as values
from (
  select s.value from client_settings s where s.key = $key::text
  union all
  select s.value from group_settings s where s.key = $key::text
) as stored

-- BLOCK lock_tariffs
select d.id from tariffs d where d.id = any ($ids::integer[]) order by d.id for share

-- BLOCK count_cards
select count(*)::integer as cards from discount_cards c where c.discount_id = $discount_id::integer

-- BLOCK count_shifts
select count(*)::integer as shifts
from tariff_shifts s
where s.entries @> jsonb_build_array(jsonb_build_object('tariffId', $tariff_id::integer))

-- BLOCK count_crews
select count(*)::integer as crews from crews c where c.crew_group_id = $crew_group_id::integer

-- BLOCK hold_crew_group
select g.id from crew_groups g where g.id = $id::integer for key share

-- BLOCK count_uses_of_crew
select
  (select count(*)::integer from orders o where o.crew_id = coalesce(c.number, c.id) and o.ended_at is null) as "current orders",
  (select count(*)::integer from note_acknowledgements k where k.crew_id = c.id) as acknowledgements
from crews c
where c.id = $crew_id::integer
