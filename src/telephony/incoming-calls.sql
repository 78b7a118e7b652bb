-- BLOCK find_operator
select o.id from operators o where o.active and (o.id = $id::integer or o.login = $login::text)

-- BLOCK insert_call
insert into incoming_calls (at, phone, line, operator_id)
values ($at::timestamptz, $phone::text, $line::text, $operator_id::integer)
returning id

-- BLOCK forget_calls
delete from incoming_calls c where c.at < $before::timestamptz

-- BLOCK select_ringing
select
  c.id, to_char(c.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, c.phone, c.line, c.operator_id as "operatorId"
from incoming_calls c
where c.id = any ($ids::integer[]) and c.at > $after::timestamptz
