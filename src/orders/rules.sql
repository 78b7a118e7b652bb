-- BLOCK select_rules
select r.version, r.auto_create_group_id as "autoCreateGroupId" from order_rules r

-- BLOCK lock_rules
select r.version, r.auto_create_group_id as "autoCreateGroupId" from order_rules r for update

-- BLOCK update_rules
update order_rules set version = version + 1, auto_create_group_id = $group_id::integer returning version

-- BLOCK select_penalties
select p.state, p.sum_minor::text as sum, p.currency
from cancellation_penalties p
where p.group_id = $group_id::integer
order by array_position(array['new', 'driverAssigned', 'carAtPlace', 'clientInside'], p.state)

-- BLOCK delete_penalties
delete from cancellation_penalties where group_id = $group_id::integer returning state

-- BLOCK insert_penalties
insert into cancellation_penalties (group_id, state, sum_minor, currency)
select $group_id::integer, given.state, given.sum, given.currency
from jsonb_to_recordset($penalties::jsonb) as given (state text, sum bigint, currency text)
where given.sum > 0
returning state

-- BLOCK select_days
select d.day::text as day, d.type from production_calendar d where d.day >= make_date($year::integer, 1, 1) and d.day < make_date($year::integer + 1, 1, 1) order by d.day

-- BLOCK set_day
insert into production_calendar (day, type) values ($day::date, $type::text)
on conflict (day) do update set type = excluded.type
returning day::text as day, type

-- BLOCK clear_day
delete from production_calendar where day = $day::date returning day::text as day

-- BLOCK select_cards
select c.id, c.version, c.number, c.discount_id as "discountId", c.active, c.valid_from::text as "validFrom", c.valid_to::text as "validTo"
from discount_cards c
where ($after::integer is null or c.id > $after::integer) and ($id::integer is null or c.id = $id::integer)
order by c.id
limit $limit::integer

-- BLOCK insert_card
insert into discount_cards (number, discount_id, active, valid_from, valid_to, created_at, updated_at)
select btrim($number::text), d.id, $active::boolean, $valid_from::date, $valid_to::date, $now::timestamptz, $now::timestamptz
from discounts d
where d.id = $discount_id::integer
returning id

-- BLOCK update_card
update discount_cards
set number = btrim($number::text), discount_id = $discount_id::integer, active = $active::boolean, valid_from = $valid_from::date, valid_to = $valid_to::date, version = version + 1, updated_at = $now::timestamptz
where id = $id::integer and exists (select 1 from discounts d where d.id = $discount_id::integer)
returning version

-- BLOCK lock_card
select c.id from discount_cards c where c.id = $id::integer for update

-- BLOCK delete_card
delete from discount_cards where id = $id::integer returning id

