-- BLOCK select_hidden_attributes
select a.id from attributes a where a.hidden

-- BLOCK find_client
select c.id from clients c where c.id = $client_id::integer
