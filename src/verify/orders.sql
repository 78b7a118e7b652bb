-- Checks of daily orders, in the form of checks.sql.

-- BLOCK daily_orders_follow
select d.id, format('its open order is %s, which is %s and was made by %s', d.order_id, coalesce(o.state, 'gone'), coalesce(o.daily_order_id::text, 'hand')) as what
from daily_orders d
left join orders o on o.id = d.order_id
where d.order_id is not null and (o.id is null or o.ended_at is not null or o.daily_order_id is distinct from d.id)
union all
select d.id, format('its order %s is open, it knows of %s', o.id, coalesce(d.order_id::text, 'none'))
from orders o
join daily_orders d on d.id = o.daily_order_id
where o.ended_at is null and d.order_id is distinct from o.id
union all
select d.id, format('the last day for which it made an order is %s, its orders say %s', d.made_for, made.last_on)
from daily_orders d
join (select o.daily_order_id, max(o.daily_on) as last_on from orders o where o.daily_order_id is not null group by o.daily_order_id) as made on made.daily_order_id = d.id
where d.made_for is distinct from made.last_on
union all
select d.id, 'it is active, has no open order, and nobody would ever look at it'
from daily_orders d
where d.state = 'active' and d.order_id is null and d.look_at is null

-- BLOCK daily_order_versions
select d.id, format('its version is %s, its history ends with %s', d.version, past.version) as what
from (select h.entity_id, max(h.version) as version from history h where h.entity = 'dailyOrder' and h.version is not null group by h.entity_id) as past
join daily_orders d on d.id = past.entity_id
where d.version <> past.version
