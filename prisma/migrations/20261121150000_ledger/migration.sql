-- The ledger (money-and-orders.md §1): accounts, append-only entries whose postings sum to zero, holds.
-- Money is whole minor units. A client account's balance is kept beside its postings and always equals their sum.

create table accounts (
  id            bigint generated always as identity primary key,
  -- Null: an account of the service itself (cash desk, bank, …). Those keep no balance: one row that everybody
  -- posts to would make all of them wait for each other; their balance is the sum of their postings.
  client_id     integer references clients (id),
  service_role  text check (service_role in ('cashDesk', 'bank', 'terminal', 'card', 'revenue', 'bonusFund')),
  carrier_id    integer not null references carriers (id),
  kind_id       integer not null references account_kinds (id),
  currency      text not null check (currency ~ '^[A-Z]{3}$'),
  balance_minor bigint not null default 0,
  held_minor    bigint not null default 0 check (held_minor >= 0),
  -- The client does not use an account of its own any more (D-15).
  closed        boolean not null default false,
  created_at    timestamptz not null default now(),
  constraint accounts_owner_check check ((client_id is null) <> (service_role is null)),
  constraint accounts_service_balance_check check (client_id is not null or (balance_minor = 0 and held_minor = 0))
);
create unique index accounts_client_key on accounts (client_id, carrier_id, kind_id, currency) where client_id is not null;
create unique index accounts_service_key on accounts (service_role, carrier_id, kind_id, currency) where service_role is not null;

create table entries (
  id            bigint generated always as identity primary key,
  kind          text not null check (kind in ('receipt', 'expense', 'transfer', 'charge', 'penalty', 'cancellation')),
  -- When it counts, and when it was written down.
  at            timestamptz not null,
  booked_at     timestamptz not null,
  name          text,
  comment       text,
  cash          boolean not null default false,
  order_id      bigint,
  cancels_id    bigint references entries (id),
  past_floor_reason text,
  actor_kind    text not null,
  actor_id      integer,
  actor_name    text not null,
  channel       text not null,
  request_id    text
);
-- Cancelled at most once (M-4).
create unique index entries_cancels_id_key on entries (cancels_id) where cancels_id is not null;
create index entries_order_idx on entries (order_id) where order_id is not null;

create table postings (
  id            bigint generated always as identity primary key,
  entry_id      bigint not null references entries (id),
  account_id    bigint not null references accounts (id),
  amount_minor  bigint not null check (amount_minor <> 0),
  -- Null on accounts of the service.
  balance_after_minor bigint,
  -- Copied from the entry, so that statements read one index.
  at            timestamptz not null
);
create index postings_entry_idx on postings (entry_id);
create index postings_account_idx on postings (account_id, id);
create index postings_account_at_idx on postings (account_id, at, id);

create table holds (
  id            bigint generated always as identity primary key,
  account_id    bigint not null references accounts (id),
  amount_minor  bigint not null check (amount_minor > 0),
  order_id      bigint,
  purpose       text not null,
  state         text not null default 'open' check (state in ('open', 'captured', 'released')),
  created_at    timestamptz not null,
  closed_at     timestamptz,
  constraint holds_closed_at_check check ((state = 'open') = (closed_at is null))
);
create index holds_open_idx on holds (account_id) where state = 'open';
create index holds_order_idx on holds (order_id) where order_id is not null;

-- Nothing is edited or removed (M-4); every entry sums to zero (M-3).
create function refuse_ledger_change() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger is append-only' using errcode = 'restrict_violation';
end
$$;
create trigger entries_append_only before update or delete or truncate on entries for each statement execute function refuse_ledger_change();
create trigger postings_append_only before update or delete or truncate on postings for each statement execute function refuse_ledger_change();

create function check_postings_balance() returns trigger language plpgsql as $$
declare
  wrong bigint;
begin
  select posted.entry_id into wrong from posted group by posted.entry_id having sum(posted.amount_minor) <> 0 or count(*) < 2 limit 1;
  if found then
    raise exception 'the postings of entry % do not sum to zero', wrong using errcode = 'check_violation';
  end if;
  return null;
end
$$;
create trigger postings_balance after insert on postings
  referencing new table as posted for each statement execute function check_postings_balance();

-- D-15: a client gives up its own account only while all its accounts are empty.
create function close_accounts() returns trigger language plpgsql as $$
begin
  perform 1 from accounts a where a.client_id = new.id order by a.id for no key update;
  if not new.uses_own_account and exists (select 1 from accounts a where a.client_id = new.id and (a.balance_minor <> 0 or a.held_minor <> 0)) then
    raise exception 'violates constraint "accounts_empty_check"' using errcode = 'check_violation', constraint = 'accounts_empty_check';
  end if;
  update accounts a set closed = not new.uses_own_account where a.client_id = new.id;
  return null;
end
$$;
create trigger clients_close_accounts after update of uses_own_account on clients
  for each row when (old.uses_own_account is distinct from new.uses_own_account) execute function close_accounts();

-- Finds or makes an account. Its row is not locked.
create function ledger_account(owner jsonb) returns bigint language plpgsql as $$
declare
  found_id bigint;
  is_closed boolean := false;
begin
  loop
    select a.id into found_id
    from accounts a
    where a.carrier_id = (owner ->> 'carrierId')::integer and a.kind_id = (owner ->> 'kindId')::integer and a.currency = owner ->> 'currency'
      and case when owner ->> 'clientId' is not null then a.client_id = (owner ->> 'clientId')::integer else a.service_role = owner ->> 'serviceRole' end;
    if found then
      return found_id;
    end if;
    if owner ->> 'clientId' is not null then
      -- Against the client giving up its own account at this moment: close_accounts would not see the new row.
      select not c.uses_own_account into is_closed from clients c where c.id = (owner ->> 'clientId')::integer for share;
    end if;
    insert into accounts (client_id, service_role, carrier_id, kind_id, currency, closed)
    values (
      (owner ->> 'clientId')::integer, owner ->> 'serviceRole', (owner ->> 'carrierId')::integer, (owner ->> 'kindId')::integer, owner ->> 'currency',
      is_closed
    )
    on conflict do nothing;
  end loop;
end
$$;

-- Takes an idempotency key, or gives what was stored under it: null = it is ours now, else {entryId} or {error}.
create function take_key(asked jsonb, at timestamptz) returns jsonb language plpgsql as $$
declare
  stored record;
begin
  if asked is null or asked = 'null' then
    return null;
  end if;
  insert into idempotency_keys (actor, key, request_hash, created_at)
  values (asked ->> 'actor', asked ->> 'key', asked ->> 'hash', at)
  on conflict do nothing;
  if found then
    return null;
  end if;
  -- A statement of its own: it sees what the transaction that we waited for has committed.
  select k.request_hash, k.body into stored from idempotency_keys k where k.actor = asked ->> 'actor' and k.key = asked ->> 'key';
  if stored.request_hash <> asked ->> 'hash' then
    return jsonb_build_object('error', 'request.key_reused');
  end if;
  return stored.body;
end
$$;

-- Gives an error as the answer, with the key free again: nothing was written.
create function refuse_booking(asked jsonb, answer jsonb) returns jsonb language plpgsql as $$
begin
  delete from idempotency_keys k where k.actor = asked ->> 'actor' and k.key = asked ->> 'key';
  return answer;
end
$$;

-- Locks client accounts until the end of the transaction, always in the order of their ids.
create function lock_accounts(ids bigint[]) returns void language sql as $$
  select 1 from accounts a where a.id = any (ids) and a.client_id is not null order by a.id for no key update
$$;

-- Books one entry: key, locks, floors, entry, postings, balances, history; all of it or nothing.
-- request: {key, now, entry, actor, postings: [{account: {clientId | serviceRole, carrierId, kindId, currency}, amount, floor}], holds: [id]}
--   A floor is checked against balance − holds where money leaves a client; null = none.
--   Holds are captured: they end with this entry, which takes their place.
-- answer: {entryId}, or {error, …} with nothing written.
create function book_entry(request jsonb) returns jsonb language plpgsql as $$
declare
  now_at      timestamptz := (request ->> 'now')::timestamptz;
  entry       jsonb := request -> 'entry';
  actor       jsonb := request -> 'actor';
  hold_ids    bigint[] := array(select jsonb_array_elements_text(coalesce(request -> 'holds', '[]')))::bigint[];
  account_ids bigint[] := '{}';
  posting     jsonb;
  answer      jsonb;
  new_id      bigint;
  account     accounts%rowtype;
  hold        record;
  place       integer := 0;
begin
  answer := take_key(request -> 'key', now_at);
  if answer is not null then
    return answer;
  end if;

  for posting in select jsonb_array_elements(request -> 'postings') loop
    account_ids := account_ids || ledger_account(posting -> 'account');
  end loop;
  perform lock_accounts(account_ids || array(select h.account_id from holds h where h.id = any (hold_ids)));
  if exists (select 1 from entries e where e.cancels_id = (entry ->> 'cancelsId')::bigint) then
    return refuse_booking(request -> 'key', jsonb_build_object('error', 'operation.cancelled'));
  end if;

  for hold in
    update holds h set state = 'captured', closed_at = now_at where h.id = any (hold_ids) and h.state = 'open' returning h.account_id, h.amount_minor
  loop
    update accounts a set held_minor = a.held_minor - hold.amount_minor where a.id = hold.account_id;
    place := place + 1;
  end loop;
  if place <> cardinality(hold_ids) then
    raise exception 'hold.closed';
  end if;

  place := 0;
  for posting in select jsonb_array_elements(request -> 'postings') loop
    place := place + 1;
    select * into account from accounts a where a.id = account_ids[place];
    if account.closed then
      return refuse_booking(request -> 'key', jsonb_build_object('error', 'account.none', 'clientId', account.client_id));
    end if;
    if account.client_id is not null and (posting ->> 'amount')::bigint < 0 and posting ->> 'floor' is not null
      and account.balance_minor - account.held_minor + (posting ->> 'amount')::bigint < (posting ->> 'floor')::bigint then
      if cardinality(hold_ids) > 0 then
        raise exception 'ledger.below_floor';
      end if;
      return refuse_booking(request -> 'key', jsonb_build_object(
        'error', 'ledger.below_floor', 'clientId', account.client_id,
        'available', account.balance_minor - account.held_minor - (posting ->> 'floor')::bigint, 'floor', (posting ->> 'floor')::bigint
      ));
    end if;
  end loop;

  insert into entries (
    kind, at, booked_at, name, comment, cash, order_id, cancels_id, past_floor_reason, actor_kind, actor_id, actor_name, channel, request_id
  ) values (
    entry ->> 'kind', (entry ->> 'at')::timestamptz, now_at, entry ->> 'name', entry ->> 'comment', coalesce((entry ->> 'cash')::boolean, false),
    (entry ->> 'orderId')::bigint, (entry ->> 'cancelsId')::bigint, entry ->> 'pastFloorReason',
    actor ->> 'kind', (actor ->> 'id')::integer, actor ->> 'name', actor ->> 'channel', actor ->> 'requestId'
  )
  returning entries.id into new_id;

  insert into postings (entry_id, account_id, amount_minor, balance_after_minor, at)
  select
    new_id, account_ids[line.place], (line.posting ->> 'amount')::bigint,
    case when a.client_id is not null then a.balance_minor + (line.posting ->> 'amount')::bigint end,
    (entry ->> 'at')::timestamptz
  from jsonb_array_elements(request -> 'postings') with ordinality as line (posting, place)
  join accounts a on a.id = account_ids[line.place]
  order by line.place;

  with changed as (
    update accounts a set balance_minor = a.balance_minor + p.amount_minor
    from postings p
    where p.entry_id = new_id and a.id = p.account_id and a.client_id is not null
    returning a.client_id, a.kind_id, a.balance_minor, p.amount_minor
  )
  insert into history (at, entity, entity_id, action, changes, actor_kind, actor_id, actor_name, on_behalf_of, channel, request_id)
  select
    now_at, 'account', changed.client_id, 'account.booked',
    jsonb_build_object(
      'entry', jsonb_build_array(null, new_id),
      'balance.' || changed.kind_id, jsonb_build_array(changed.balance_minor - changed.amount_minor, changed.balance_minor)
    ),
    actor ->> 'kind', (actor ->> 'id')::integer, actor ->> 'name', actor ->> 'onBehalfOf', actor ->> 'channel', actor ->> 'requestId'
  from changed;

  answer := jsonb_build_object('entryId', new_id);
  update idempotency_keys k set body = answer, status = 201
  where k.actor = request #>> '{key,actor}' and k.key = request #>> '{key,key}';
  return answer;
end
$$;
comment on function book_entry is 'The only writer of entries and postings.';

-- Puts money aside (M-7): {account, amount, floor, orderId, purpose, now} → {holdId} or {error, …}.
create function place_hold(request jsonb) returns jsonb language plpgsql as $$
declare
  target  bigint := ledger_account(request -> 'account');
  account accounts%rowtype;
  new_id  bigint;
begin
  perform lock_accounts(array[target]);
  select * into account from accounts a where a.id = target;
  if account.closed then
    return jsonb_build_object('error', 'account.none', 'clientId', account.client_id);
  end if;
  if request ->> 'floor' is not null
    and account.balance_minor - account.held_minor - (request ->> 'amount')::bigint < (request ->> 'floor')::bigint then
    return jsonb_build_object(
      'error', 'ledger.below_floor', 'clientId', account.client_id,
      'available', account.balance_minor - account.held_minor - (request ->> 'floor')::bigint, 'floor', (request ->> 'floor')::bigint
    );
  end if;
  insert into holds (account_id, amount_minor, order_id, purpose, created_at)
  values (target, (request ->> 'amount')::bigint, (request ->> 'orderId')::bigint, request ->> 'purpose', (request ->> 'now')::timestamptz)
  returning holds.id into new_id;
  update accounts a set held_minor = a.held_minor + (request ->> 'amount')::bigint where a.id = target;
  return jsonb_build_object('holdId', new_id);
end
$$;

-- Gives held money free again; true if the hold was open until now.
create function release_hold(hold_id bigint, at timestamptz) returns boolean language plpgsql as $$
declare
  closed record;
begin
  perform lock_accounts(array(select h.account_id from holds h where h.id = hold_id));
  update holds h set state = 'released', closed_at = at where h.id = hold_id and h.state = 'open' returning h.account_id, h.amount_minor into closed;
  if not found then
    return false;
  end if;
  update accounts a set held_minor = a.held_minor - closed.amount_minor where a.id = closed.account_id;
  return true;
end
$$;
