-- BLOCK select_time_zone
select (
  select c.time_zone from client_chains(array[$client_id::integer]) as chain join clients c on c.id = chain.id where c.time_zone is not null order by chain.depth limit 1
) as "timeZone"
