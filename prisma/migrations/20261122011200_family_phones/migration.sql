-- Members of a family call from numbers of their own and order on the account of its head. Numbers are kept as typed, so the
-- index has only their last digits; who reads compares the whole.
create function family_phone_tails(members jsonb) returns text[] language sql immutable parallel safe as $$
  select coalesce(array_agg(right(regexp_replace(member ->> 'phone', '\D', '', 'g'), 7)), '{}')
  from jsonb_array_elements(members) as member
  where member ->> 'phone' is not null
$$;
create index clients_family_phones_idx on clients using gin (family_phone_tails(family_members)) where family_members <> '[]';
