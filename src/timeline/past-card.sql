-- BLOCK select_client_at
select
  past.before, past.first_version as "firstVersion",
  (
    select to_char(max(h.at) at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
    from history h
    where h.entity = 'client' and h.entity_id = past.id and h.version > 1 and h.at <= $at::timestamptz
  ) as "changedAt",
  (
    select to_char(min(h.at) at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
    from history h
    where h.entity = 'client' and h.entity_id = past.id and h.version = 1
  ) as "madeAt"
from client_at($client_id::integer, $at::timestamptz) as past
