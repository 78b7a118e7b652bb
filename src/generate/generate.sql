-- BLOCK reserve_ids
select (setval(sequence.name, first.id + $count::bigint - 1, true) - $count::bigint + 1)::integer as first
from (select pg_get_serial_sequence('clients', 'id') as name) as sequence
cross join lateral (select nextval(sequence.name) as id) as first

-- BLOCK count_clients_up_to
select count(*)::integer as clients from (select 1 from clients c limit $limit::integer) as found

-- BLOCK give_up_taken_numbers
update client_phones mine
set identifies_caller = false
where mine.client_id between $first_id::integer and $last_id::integer
  and mine.identifies_caller
  and exists (
    select 1 from client_phones other
    where other.digits = mine.digits and other.identifies_caller and other.client_id not between $first_id::integer and $last_id::integer
  )
