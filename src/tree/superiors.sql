-- BLOCK select_with_superiors
-- Each once, however many of the clients are below it: a page of rows out of one chain of 10,000 levels read them twenty times.
with recursive up as (
  select c.id, c.name, c.parent_id, c.group_id, c.uses_own_account, c.blocked, c.block_reason, c.deleted
  from clients c
  where c.id = any ($client_ids::integer[])
  union
  select p.id, p.name, p.parent_id, p.group_id, p.uses_own_account, p.blocked, p.block_reason, p.deleted
  from up
  join clients p on p.id = up.parent_id
  where not (up.deleted and $to_deleted::boolean)
)
select
  up.id, up.name, up.parent_id as "parentId", up.group_id as "groupId", up.uses_own_account as "usesOwnAccount", up.blocked,
  up.block_reason as "blockReason", up.deleted
from up
