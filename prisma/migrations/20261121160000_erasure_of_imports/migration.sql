-- Erasure of personal data reaches what imports brought (directory.md §7).

-- A list of employees in the history is one {id, name}, or of an import an array of them.
create or replace function renamed_employees(pair jsonb, client_id integer, new_name text) returns jsonb
language plpgsql immutable strict parallel safe
as $$
begin
  return coalesce((
    select jsonb_agg(
      case
        when jsonb_typeof(part.value) = 'array' then renamed_employees(part.value, client_id, new_name)
        when part.value -> 'id' = to_jsonb(client_id) then jsonb_set(part.value, '{name}', to_jsonb(new_name))
        else part.value
      end
      order by part.place
    )
    from jsonb_array_elements(pair) with ordinality as part (value, place)
  ), '[]');
end
$$;

-- A sentence with a client's name in quotes, with another name there.
create function renamed_in_quotes(sentence text, names text[], new_name text) returns text
language plpgsql immutable parallel safe
as $$
declare
  former text;
begin
  foreach former in array names loop
    sentence := replace(sentence, '"' || former || '"', '"' || new_name || '"');
  end loop;
  return sentence;
end
$$;

create index import_rows_client_idx on import_rows (client_id) where client_id is not null;
-- Few rows have one.
create index import_rows_reason_idx on import_rows (import_id) where reason is not null or undo_reason is not null;
