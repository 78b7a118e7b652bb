-- BLOCK select_feedback
select f.author, to_char(f.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, f.stars::integer as stars, f.comment
from order_feedback f
where f.order_id = $order_id::integer
order by f.author

-- BLOCK insert_feedback
insert into order_feedback (order_id, author, at, stars, comment) values ($order_id::integer, $author::text, $now::timestamptz, $stars::smallint, $comment::text)
on conflict do nothing
returning order_id
