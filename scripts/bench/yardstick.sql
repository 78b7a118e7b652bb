-- BLOCK children_page
select c.id, c.version, c.name, c.kind, c.parent_id, c.number, c.uses_own_account, c.tags, c.blocked
from clients c
where c.parent_id = $parent_id::integer and not c.deleted and (c.sort_name, c.id) > ($name::text collate "und-x-icu", $id::integer)
order by c.sort_name, c.id
limit 50
