-- BLOCK select_attributes
select a.id, a.name, a.type, a."order", a.hidden, a.choices from attributes a where a.id = any ($ids::integer[])
