-- BLOCK select_feedback
select f.author, to_char(f.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, f.stars::integer as stars, f.comment
from order_feedback f
where f.order_id = $order_id::integer
order by f.author

-- BLOCK insert_feedback
insert into order_feedback (order_id, author, at, stars, comment) values ($order_id::integer, $author::text, $now::timestamptz, $stars::smallint, $comment::text)
on conflict do nothing
returning order_id

-- BLOCK list_driver_reviews slow
select
  o.id as "orderId", to_char(o.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "orderAt", o.snapshot -> 'path' -> -1 as customer, o.driver,
  to_char(f.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, f.stars::integer as stars, f.comment
from orders o
join order_feedback f on f.order_id = o.id and f.author = 'driver'
where o.path @> array[$client_id::integer] and o.erased_at is null and ($before::integer is null or o.id < $before::integer)
order by o.id desc
limit $limit::integer
