-- What was erased is erased in the past of clients that were removed for good, too (directory.md §7).
create or replace function history_until(of_entity text, of_id integer, instant timestamptz)
returns jsonb
language sql stable parallel safe
as $$
  select coalesce(jsonb_object_agg(change.field, change.after) filter (where change.after <> '{"erased": true}'), '{}')
  from (
    select distinct on (field.key) field.key as field, field.value -> 1 as after
    from history h
    cross join lateral jsonb_each(h.changes) as field
    where h.entity = of_entity and h.entity_id = of_id and h.version is not null and h.at <= instant
    order by field.key, h.id desc
  ) as change
$$;
