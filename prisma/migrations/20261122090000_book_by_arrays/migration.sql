-- Booking with less work for each entry: accounts are found by their index also when there are many of them, lines go through
-- arrays instead of joins, and what concerns holds, keys and cancellations is asked for only where there are some.

create or replace function ledger_account(owner jsonb) returns bigint language plpgsql as $$
declare
  found_id bigint;
  is_closed boolean := false;
begin
  loop
    -- Two statements, as no index serves a condition that is one or the other.
    if owner ->> 'clientId' is not null then
      select a.id into found_id
      from accounts a
      where a.client_id = (owner ->> 'clientId')::integer
        and a.carrier_id = (owner ->> 'carrierId')::integer and a.kind_id = (owner ->> 'kindId')::integer and a.currency = owner ->> 'currency';
    else
      select a.id into found_id
      from accounts a
      where a.service_role = owner ->> 'serviceRole'
        and a.carrier_id = (owner ->> 'carrierId')::integer and a.kind_id = (owner ->> 'kindId')::integer and a.currency = owner ->> 'currency';
    end if;
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

create or replace function book_entry(request jsonb) returns jsonb language plpgsql as $$
declare
  now_at      timestamptz := (request ->> 'now')::timestamptz;
  entry       jsonb := request -> 'entry';
  actor       jsonb := request -> 'actor';
  hold_ids    bigint[] := array(select jsonb_array_elements_text(coalesce(request -> 'holds', '[]')))::bigint[];
  account_ids bigint[] := '{}';
  amounts     bigint[] := '{}';
  balances    bigint[] := '{}';
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
    amounts := amounts || (posting ->> 'amount')::bigint;
  end loop;
  perform lock_accounts(account_ids || array(select h.account_id from holds h where h.id = any (hold_ids)));
  if entry ->> 'cancelsId' is not null and exists (select 1 from entries e where e.cancels_id = (entry ->> 'cancelsId')::bigint) then
    return refuse_booking(request -> 'key', jsonb_build_object('error', 'operation.cancelled'));
  end if;

  if cardinality(hold_ids) > 0 then
    for hold in
      update holds h set state = 'captured', closed_at = now_at where h.id = any (hold_ids) and h.state = 'open' returning h.account_id, h.amount_minor
    loop
      update accounts a set held_minor = a.held_minor - hold.amount_minor where a.id = hold.account_id;
      place := place + 1;
    end loop;
    if place <> cardinality(hold_ids) then
      raise exception 'hold.closed';
    end if;
  end if;

  place := 0;
  for posting in select jsonb_array_elements(request -> 'postings') loop
    place := place + 1;
    select * into account from accounts a where a.id = account_ids[place];
    if account.closed then
      return refuse_booking(request -> 'key', jsonb_build_object('error', 'account.none', 'clientId', account.client_id));
    end if;
    balances := balances || case when account.client_id is not null then account.balance_minor end;
    if account.client_id is not null and amounts[place] < 0 and posting ->> 'floor' is not null
      and account.balance_minor - account.held_minor + amounts[place] < (posting ->> 'floor')::bigint then
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

  with lines as (
    select * from unnest(account_ids, amounts, balances) with ordinality as line (account_id, amount, balance, place)
  ),
  posted as (
    insert into postings (entry_id, account_id, amount_minor, balance_after_minor, at)
    select new_id, lines.account_id, lines.amount, lines.balance + lines.amount, (entry ->> 'at')::timestamptz
    from lines
    order by lines.place
  ),
  changed as (
    update accounts a set balance_minor = a.balance_minor + lines.amount
    from lines
    where a.id = lines.account_id and a.client_id is not null
    returning a.client_id, a.kind_id, a.balance_minor, lines.amount
  )
  insert into history (at, entity, entity_id, action, changes, actor_kind, actor_id, actor_name, on_behalf_of, channel, request_id)
  select
    now_at, 'account', changed.client_id, 'account.booked',
    jsonb_build_object(
      'entry', jsonb_build_array(null, new_id),
      'balance.' || changed.kind_id, jsonb_build_array(changed.balance_minor - changed.amount, changed.balance_minor)
    ),
    actor ->> 'kind', (actor ->> 'id')::integer, actor ->> 'name', actor ->> 'onBehalfOf', actor ->> 'channel', actor ->> 'requestId'
  from changed;

  answer := jsonb_build_object('entryId', new_id);
  if request #>> '{key,key}' is not null then
    update idempotency_keys k set body = answer, status = 201
    where k.actor = request #>> '{key,actor}' and k.key = request #>> '{key,key}';
  end if;
  return answer;
end
$$;
