-- BLOCK select_attributes
select a.id, a.name, a.type, a."order", a.hidden, a.choices, a.bound_to as "boundTo"
from attributes a
where a.id = any ($ids::integer[])
