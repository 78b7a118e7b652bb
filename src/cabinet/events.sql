-- BLOCK select_concerned
-- Which clients a change is about: for an order all that it was made below, for what belongs to a client that client, for a
-- move also the superior that it was taken from.
with changed as (
  select c.entity, c.id, c.version
  from unnest($entities::text[], $ids::integer[], $versions::integer[]) as c (entity, id, version)
)
select changed.entity, changed.id, o.customer_id as "clientId", o.path
from changed join orders o on o.id = changed.id
where changed.entity = 'order'
union all
select changed.entity, changed.id, b.client_id, null from changed join budgets b on b.id = changed.id where changed.entity = 'budget'
union all
select changed.entity, changed.id, i.client_id, null from changed join invoices i on i.id = changed.id where changed.entity = 'invoice'
union all
select changed.entity, changed.id, t.client_id, null from changed join top_ups t on t.id = changed.id where changed.entity = 'topUp'
union all
select changed.entity, changed.id, d.customer_id, null from changed join daily_orders d on d.id = changed.id where changed.entity = 'dailyOrder'
union all
-- Rows of an import are seen by the client that uploaded it, and by nobody above.
select changed.entity, changed.id, i.client_id, array[i.client_id] from changed join imports i on i.id = changed.id where changed.entity = 'import' and i.client_id is not null
union all
select 'left', changed.id, (h.changes #>> '{parentId,0}')::integer, null
from changed join history h on h.entity = 'client' and h.entity_id = changed.id and h.version = changed.version
where changed.entity = 'client' and h.changes ? 'parentId' and h.changes #>> '{parentId,0}' is not null
