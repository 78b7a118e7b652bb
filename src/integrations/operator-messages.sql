-- BLOCK missing_operators
select wanted.id from unnest($ids::integer[]) as wanted (id) where not exists (select 1 from operators o where o.id = wanted.id and o.active)

-- BLOCK insert_message
insert into operator_messages (at, kind, header, body, timeout_seconds, color, operator_ids, client_id, order_id, actor_name)
values (
  $now::timestamptz, $kind::text, $header::text, $body::text, $timeout_seconds::integer, $color::text, $operator_ids::integer[],
  (select c.id from clients c where c.id = $client_id::integer), $order_id::integer, $actor_name::text
)
returning id

-- BLOCK list_messages
select
  m.id, to_char(m.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, m.kind, m.header, m.body as text, m.timeout_seconds as "timeoutSeconds", m.color,
  m.client_id as "clientId", m.order_id as "orderId", m.actor_name as "actorName"
from operator_messages m
where (m.operator_ids is null or $operator_id::integer = any (m.operator_ids)) and ($before::integer is null or m.id < $before::integer)
  and ($id::integer is null or m.id = $id::integer)
order by m.id desc
limit $limit::integer

-- BLOCK erase_messages
update operator_messages m set header = null, body = '(erased)' where m.client_id = $client_id::integer and m.body <> '(erased)' returning m.id
