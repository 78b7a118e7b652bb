-- BLOCK find_place
select c.kind, c.parent_id as "parentId" from clients c where c.id = $client_id::integer
