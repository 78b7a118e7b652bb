-- Erasure of personal data (directory.md §7): in the history {"erased": true} stands where a value was.

-- [old, new] of a field that was erased: that it changed, but not from what to what.
create function erased_values(pair jsonb) returns jsonb
language sql immutable strict parallel safe
as $$
  select coalesce(
    jsonb_agg(case when part.value = 'null' then part.value else '{"erased": true}' end order by part.place),
    '[]'
  )
  from jsonb_array_elements(pair) with ordinality as part (value, place)
$$;

-- A superior unit's list of employees, [old, new] of {id, name}, with another name for one of them.
create function renamed_employees(pair jsonb, client_id integer, new_name text) returns jsonb
language sql immutable strict parallel safe
as $$
  select coalesce(
    jsonb_agg(
      case when part.value -> 'id' = to_jsonb(client_id) then jsonb_set(part.value, '{name}', to_jsonb(new_name)) else part.value end
      order by part.place
    ),
    '[]'
  )
  from jsonb_array_elements(pair) with ordinality as part (value, place)
$$;

-- What was erased is erased in the past, too: where history has the marker, the past has what is there since.
create or replace function history_since(of_entity text, of_id integer, since timestamptz)
returns table (before jsonb, first_version integer)
language sql stable parallel safe
as $$
  select coalesce(jsonb_object_agg(change.field, change.before) filter (where not change.erased), '{}'), min(change.version)
  from (
    select distinct on (field.key, field.value -> 0 = '{"erased": true}')
      field.key as field, field.value -> 0 as before, field.value -> 0 = '{"erased": true}' as erased, min(h.version) over () as version
    from history h
    cross join lateral jsonb_each(h.changes) as field
    where h.entity = of_entity and h.entity_id = of_id and h.version > 1 and h.at > since
    order by field.key, field.value -> 0 = '{"erased": true}', h.id
  ) as change
$$;

-- A message stays with the id of a client that was removed for good: it can still be asked to be erased.
alter table messages drop constraint messages_client_id_fkey;

-- Messages for operators name clients: "… already identifies the client "Ivan Petrov"". Few rows have one.
create index history_failed_idx on history (id) where action in ('scheduledChange.failed', 'client.scheduled_change_failed');
create index scheduled_changes_reason_idx on scheduled_changes (id) where reason is not null;
