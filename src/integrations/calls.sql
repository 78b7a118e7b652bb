-- BLOCK insert_calls write
insert into common_api_calls (at, api, request, ip, user_id, code, ms, client_id, parameters)
select call.at, call.api, call.request, call.ip, call."userId", call.code, call.ms, call."clientId", call.parameters
from rows from (
  jsonb_to_recordset($calls::jsonb) as (at timestamptz, api text, request text, ip text, "userId" integer, code integer, ms real, "clientId" integer, parameters jsonb)
) with ordinality as call (at, api, request, ip, "userId", code, ms, "clientId", parameters, place)
order by call.place
returning 1 as written

-- BLOCK prune_calls write
delete from common_api_calls c
where c.id in (select old.id from common_api_calls old where old.at < $before::timestamptz order by old.at limit $limit::integer)
returning 1 as deleted

-- BLOCK select_calls_of_client slow
select to_char(c.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, c.api, c.request, c.code, c.parameters
from common_api_calls c
where c.client_id = $client_id::integer
order by c.id

-- BLOCK erase_parameters
update common_api_calls c set parameters = null where c.client_id = $client_id::integer and c.parameters is not null returning c.id
