-- BLOCK lock_client
select c.id from clients c where c.id = $client_id::integer for no key update

-- BLOCK select_muted
select m.event, m.channel from muted_notices m where m.client_id = $client_id::integer order by m.event, m.channel

-- BLOCK delete_muted
delete from muted_notices m where m.client_id = $client_id::integer returning m.event

-- BLOCK insert_muted
insert into muted_notices (client_id, event, channel)
select $client_id::integer, given.event, given.channel
from unnest($events::text[], $channels::text[]) as given (event, channel)
on conflict do nothing
returning event
