-- BLOCK lock_for_removal
select c.id from clients c where c.id = $client_id::integer for update

-- BLOCK count_attached
select count(*)::integer as children from clients c where c.parent_id = $client_id::integer
