-- BLOCK insert_feedback
insert into client_feedback (at, phone, digits, stars, body, client_id, order_id, attribute_values, actor_name)
values (
  $now::timestamptz, $phone::text, $digits::text, $stars::smallint, $body::text, $client_id::integer, $order_id::integer, $attribute_values::jsonb, $actor_name::text
)
returning id

-- BLOCK list_feedback
select
  f.id, to_char(f.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, f.phone, f.stars, f.body as text, f.order_id as "orderId", f.attribute_values as attributes,
  case when c.id is null then null else jsonb_build_object('id', c.id, 'name', c.name) end as client, f.actor_name as "actorName"
from client_feedback f
left join clients c on c.id = f.client_id
where ($client_id::integer is null or f.client_id = $client_id::integer) and ($before::integer is null or f.id < $before::integer)
order by f.id desc
limit $limit::integer

-- BLOCK erase_feedback
update client_feedback f
set phone = '', digits = '', body = '', attribute_values = '[]'
where f.client_id = $client_id::integer and (f.phone, f.body, f.attribute_values) is distinct from ('', '', '[]'::jsonb)
returning f.id
