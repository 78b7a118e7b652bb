-- BLOCK delete_phones
delete from client_phones where client_id = $client_id::integer returning id

-- BLOCK insert_phones
insert into client_phones (client_id, position, number, digits, main, use_for_calls, identifies_caller)
select $client_id::integer, (phone.place - 1)::smallint, phone.number, phone.digits, phone.main, phone."useForCalls", phone."identifiesCaller"
from rows from (
  jsonb_to_recordset($phones::jsonb) as (number text, digits text, main boolean, "useForCalls" boolean, "identifiesCaller" boolean)
) with ordinality as phone (number, digits, main, "useForCalls", "identifiesCaller", place)
returning id

-- BLOCK lock_numbers
select 1 as locked
from (
  select pg_advisory_xact_lock_shared(hashtextextended('treeline caller numbers', 0))
  union all
  select pg_advisory_xact_lock(hashtextextended('treeline caller ' || number.digits, 0))
  from unnest($digits::text[]) as number (digits)
) as lock

-- BLOCK lock_all_numbers
select 1 as locked from (select pg_advisory_xact_lock(hashtextextended('treeline caller numbers', 0))) as lock

-- BLOCK find_taken
select p.digits, c.id, c.name
from client_phones p
join clients c on c.id = p.client_id
where p.identifies_caller
  and p.digits = any ($digits::text[])
  and p.client_id <> $client_id::integer
  and not exists (select 1 from client_chains(array[p.client_id]) as chain where chain.deleted)
limit 1

-- BLOCK find_all_taken
select distinct p.digits
from client_phones p
where p.identifies_caller
  and p.digits = any ($digits::text[])
  and p.client_id <> $client_id::integer
  and not exists (select 1 from client_chains(array[p.client_id]) as chain where chain.deleted)

-- BLOCK find_taken_in_subtree
-- Both sets are materialized: otherwise the planner may ask for the chain of every client that has such a number.
with live as materialized (
  select s.id from client_subtree($client_id::integer, true) as s
),
same_number as materialized (
  select mine.number, mine.client_id, other.client_id as other_id
  from live
  join client_phones mine on mine.client_id = live.id and mine.identifies_caller
  join client_phones other on other.digits = mine.digits and other.identifies_caller and other.client_id <> mine.client_id
)
select same_number.number, same_number.client_id as "ownerId", c.id, c.name
from same_number
join clients c on c.id = same_number.other_id
where not exists (select 1 from client_chains(array[same_number.other_id]) as chain where chain.deleted)
limit 1
