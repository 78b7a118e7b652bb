-- The past of clients that were removed for good: what their creation and later changes gave them, as their rows are gone.

create function history_until(of_entity text, of_id integer, instant timestamptz)
returns jsonb
language sql stable parallel safe
as $$
  select coalesce(jsonb_object_agg(change.field, change.after), '{}')
  from (
    select distinct on (field.key) field.key as field, field.value -> 1 as after
    from history h
    cross join lateral jsonb_each(h.changes) as field
    where h.entity = of_entity and h.entity_id = of_id and h.version is not null and h.at <= instant
    order by field.key, h.id desc
  ) as change
$$;
comment on function history_until is 'What each field had been given by an instant, the creation included.';

create or replace function client_at(of_id integer, instant timestamptz)
returns table (id integer, parent_id integer, before jsonb, first_version integer)
language sql stable parallel safe
as $$
  select of_id, (case when known.before ? 'parentId' then (known.before ->> 'parentId')::integer else c.parent_id end), known.before, since.first_version
  from history_since('client', of_id, instant) as since
  left join clients c on c.id = of_id
  cross join lateral (
    select case when c.id is null and since.first_version is not null then history_until('client', of_id, instant) || since.before else since.before end as before
  ) as known
  where case
    when c.id is not null then c.created_at <= instant
    when since.first_version is null then false
    else coalesce(
      (since.before ->> 'createdAt')::timestamptz,
      (select min(h.at) from history h where h.entity = 'client' and h.entity_id = of_id and h.version = 1)
    ) <= instant
  end
$$;
