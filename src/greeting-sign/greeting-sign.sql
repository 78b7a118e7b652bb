-- BLOCK select_order
select o.customer_id as "customerId", nullif(btrim(o.passenger), '') as passenger
from orders o
where o.id = $order_id::integer
  and ($crew_id::integer is null or (o.ended_at is null and exists (
    select 1 from crews c where c.id = $crew_id::integer and c.active and coalesce(c.number, c.id) = o.crew_id
  )))
