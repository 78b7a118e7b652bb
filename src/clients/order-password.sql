-- BLOCK select_state
select c.order_password_hash as hash, c.order_password_locked_until as "lockedUntil" from clients c where c.id = $client_id::integer

-- BLOCK reset_fails
with changed as (
  update clients c set order_password_fails = 0, order_password_locked_until = null
  where c.id = $client_id::integer and c.order_password_fails > 0
)
select 1 as done

-- BLOCK count_fail
update clients c
set
  order_password_fails = case when c.order_password_fails + 1 >= $max_fails::integer then 0 else c.order_password_fails + 1 end,
  order_password_locked_until = case when c.order_password_fails + 1 >= $max_fails::integer then $until::timestamptz else c.order_password_locked_until end
where c.id = $client_id::integer and (c.order_password_locked_until is null or c.order_password_locked_until <= $now::timestamptz)
returning c.order_password_hash as hash, c.order_password_locked_until as "lockedUntil", c.order_password_fails as fails
