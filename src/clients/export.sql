-- BLOCK select_groups
select g.id, g.name from client_groups g
