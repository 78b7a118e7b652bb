-- Erasure of personal data in orders (directory.md §7): what was ordered and paid stays, who it was and where to goes.

-- Hidden from the person since.
alter table orders add column erased_at timestamptz;

-- What held when the order was made, with another name for one of the clients in it.
create function renamed_in_snapshot(snapshot jsonb, client_id integer, new_name text) returns jsonb language sql immutable strict parallel safe as $$
  select snapshot
    || jsonb_build_object('path', renamed_employees(snapshot -> 'path', client_id, new_name))
    || case when snapshot #> '{payer,id}' = to_jsonb(client_id) then jsonb_build_object('payer', jsonb_set(snapshot -> 'payer', '{name}', to_jsonb(new_name))) else '{}' end
$$;

-- Orders that were another's before: few are.
create index history_former_customer_idx on history (((changes #>> '{customer,0,id}')::integer)) where entity = 'order' and action = 'order.changed';
create index history_former_payer_idx on history (((changes #>> '{payer,0,id}')::integer)) where entity = 'order' and action = 'order.changed';
