-- What integrations say about an order and nothing here decides upon: a number to call back, an e-mail address, a flight …
alter table orders add column extras jsonb not null default '{}';

-- Makes an order, or (with id and version) decides an open one anew: as before, with extras.
create or replace function save_order(request jsonb) returns jsonb language plpgsql as $$
declare
  now_at      timestamptz := (request ->> 'now')::timestamptz;
  given       orders%rowtype := jsonb_populate_record(null::orders, request -> 'order');
  account     jsonb;
  account_ids bigint[];
  answer      jsonb;
  line        jsonb;
begin
  answer := take_key(request -> 'key', now_at);
  if answer is not null then
    return answer;
  end if;
  if request ->> 'id' is not null then
    select o.id, o.version + 1 into given.id, given.version
    from orders o
    where o.id = (request ->> 'id')::integer and o.version = (request ->> 'version')::integer
    for update;
    if not found then
      perform refuse_stale('order');
    end if;
  end if;
  if (
    select array_agg(chain.id order by chain.depth desc) from client_chains(array[given.customer_id]) as chain having not bool_or(chain.blocked or chain.deleted)
  ) is distinct from given.path then
    perform refuse_stale('clients');
  end if;
  if (select count(*) from budgets b where b.client_id = any (given.path) and b.currency = given.currency) <> (request ->> 'budgetCount')::integer then
    perform refuse_stale('budgets');
  end if;

  if request ->> 'id' is null then
    insert into orders (
      customer_id, payer_id, path, carrier_id, currency, at, preliminary, source, passenger, phone, addresses, comment, cost_centre, crew_group_id, tariff_id,
      discount_id, prize, fixed_sum, price_minor, discount_minor, total_minor, bonus_minor, cashless_minor, cash_minor, card_minor, pay, distance, attributes,
      extras, snapshot, created_at, updated_at, state_at
    ) values (
      given.customer_id, given.payer_id, given.path, given.carrier_id, given.currency, given.at, given.preliminary, given.source, given.passenger, given.phone,
      given.addresses, given.comment, given.cost_centre, given.crew_group_id, given.tariff_id, given.discount_id, given.prize, given.fixed_sum, given.price_minor,
      given.discount_minor, given.total_minor, given.bonus_minor, given.cashless_minor, given.cash_minor, given.card_minor, given.pay, given.distance,
      given.attributes, coalesce(given.extras, '{}'), given.snapshot, now_at, now_at, now_at
    )
    returning orders.id, orders.version into given.id, given.version;
  else
    update orders o
    set
      version = given.version, customer_id = given.customer_id, payer_id = given.payer_id, path = given.path, carrier_id = given.carrier_id, currency = given.currency,
      at = given.at, preliminary = given.preliminary, passenger = given.passenger, phone = given.phone, addresses = given.addresses, comment = given.comment,
      cost_centre = given.cost_centre, crew_group_id = given.crew_group_id, tariff_id = given.tariff_id, discount_id = given.discount_id, prize = given.prize,
      fixed_sum = given.fixed_sum, price_minor = given.price_minor, discount_minor = given.discount_minor, total_minor = given.total_minor,
      bonus_minor = given.bonus_minor, cashless_minor = given.cashless_minor, cash_minor = given.cash_minor, card_minor = given.card_minor, pay = given.pay,
      distance = given.distance, attributes = given.attributes, extras = coalesce(given.extras, '{}'), snapshot = given.snapshot, updated_at = now_at
    where o.id = given.id;
  end if;

  perform reserve_budgets(given.id, request -> 'budgets');

  account := jsonb_build_object('clientId', given.payer_id, 'carrierId', given.carrier_id, 'currency', given.currency);
  if request ->> 'id' is not null then
    account_ids := array(select h.account_id from holds h where h.order_id = given.id and h.state = 'open');
  end if;
  -- place_hold locks its account itself; of several, all are locked before in their order.
  if request ->> 'id' is not null or jsonb_array_length(request -> 'holds') > 1 then
    for line in select jsonb_array_elements(request -> 'holds') loop
      account_ids := account_ids || ledger_account(account || jsonb_build_object('kindId', line -> 'kindId'));
    end loop;
    if cardinality(account_ids) > 0 then
      perform lock_accounts(account_ids);
      perform release_hold(h.id, now_at) from holds h where request ->> 'id' is not null and h.order_id = given.id and h.state = 'open';
    end if;
  end if;
  for line in select jsonb_array_elements(request -> 'holds') loop
    answer := place_hold(jsonb_build_object(
      'account', account || jsonb_build_object('kindId', line -> 'kindId'), 'amount', line -> 'amount', 'floor', line -> 'floor',
      'orderId', given.id, 'purpose', 'order', 'now', request -> 'now'
    ));
    if answer ? 'error' then
      perform refuse_stale('account');
    end if;
  end loop;

  perform write_order_history(request, given.id, given.version);
  return keep_order_answer(request -> 'key', jsonb_build_object('orderId', given.id)) || '{"fresh": true}';
end
$$;

-- Changes that touch no money: as before, with extras.
create or replace function touch_order(request jsonb) returns jsonb language plpgsql as $$
declare
  now_at timestamptz := (request ->> 'now')::timestamptz;
  given  orders%rowtype;
  answer jsonb;
begin
  answer := take_key(request -> 'key', now_at);
  if answer is not null then
    return answer;
  end if;
  select * into given from orders o where o.id = (request ->> 'id')::integer and o.version = (request ->> 'version')::integer for update;
  if not found then
    perform refuse_stale('order');
  end if;
  given := jsonb_populate_record(given, request -> 'order');
  update orders o
  set
    version = given.version + 1, state = given.state, state_at = case when o.state = given.state then o.state_at else now_at end, updated_at = now_at,
    crew_id = given.crew_id, driver = given.driver, car = given.car, passenger = given.passenger, phone = given.phone, addresses = given.addresses,
    comment = given.comment, cost_centre = given.cost_centre, attributes = given.attributes, extras = given.extras
  where o.id = given.id;
  perform write_order_history(request, given.id, given.version + 1);
  return keep_order_answer(request -> 'key', jsonb_build_object('orderId', given.id));
end
$$;

create index top_ups_carrier_idx on top_ups (carrier_id);
