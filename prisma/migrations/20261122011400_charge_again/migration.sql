-- Cancelling the charge of an order: money and budgets go back, the order says so, and it can be charged again, once for each
-- cancellation. The books never hold two charges of an order that both count.

alter table orders add column charge_cancelled_at timestamptz;

-- How many charges of the order and kind had been cancelled before this one.
alter table entries add column charge_round integer not null default 0;
create function number_charge() returns trigger language plpgsql as $$
begin
  new.charge_round := (
    select count(*) from entries e where e.order_id = new.order_id and e.kind = new.kind and exists (select 1 from entries c where c.cancels_id = e.id)
  );
  return new;
end
$$;
create trigger entries_charge_round before insert on entries
  for each row when (new.order_id is not null and new.kind in ('charge', 'penalty')) execute function number_charge();
drop index entries_order_once_key;
create unique index entries_order_once_key on entries (order_id, kind, charge_round) where order_id is not null and kind in ('charge', 'penalty');

-- Budgets of an order, locked from the root down: before accounts, as everywhere.
create function lock_order_budgets(charged orders) returns void language sql as $$
  select 1
  from order_budgets ob
  join budgets b on b.id = ob.budget_id
  join budget_usage u on u.budget_id = ob.budget_id and u.starts_on = ob.starts_on
  where ob.order_id = charged.id
  order by array_position(charged.path, b.client_id), b.period, u.starts_on
  for update of u
$$;

-- A request of book_entry whose entry cancels the charge or penalty of an order.
create function cancel_order_charge(request jsonb) returns jsonb language plpgsql as $$
declare
  now_at  timestamptz := (request ->> 'now')::timestamptz;
  entry   bigint := (request #>> '{entry,cancelsId}')::bigint;
  charged orders%rowtype;
  done    boolean;
  answer  jsonb;
begin
  select o.* into strict charged from entries e join orders o on o.id = e.order_id where e.id = entry for update of o;
  done := exists (select 1 from entries c where c.cancels_id = entry);
  if not done then
    perform lock_order_budgets(charged);
  end if;
  answer := book_entry(request);
  if done or not answer ? 'entryId' then
    return answer;
  end if;
  update budget_usage u
  set spent_minor = u.spent_minor - ob.spent_minor
  from order_budgets ob
  where ob.order_id = charged.id and u.budget_id = ob.budget_id and u.starts_on = ob.starts_on;
  update order_budgets ob set spent_minor = 0 where ob.order_id = charged.id;
  update orders o set charge_cancelled_at = now_at, version = charged.version + 1, updated_at = now_at where o.id = charged.id;
  perform write_order_history(
    request || jsonb_build_object('action', 'order.charge_cancelled', 'changes', jsonb_build_object('charge', jsonb_build_array(entry, null))), charged.id, charged.version + 1
  );
  return answer;
end
$$;

-- A request of book_entry whose entry is the charge or penalty of an order anew, with the same sums as the cancelled one.
-- {error: order.state} where no charge is cancelled, {error: budget.exceeded, clientId} where a budget has not so much left.
create function charge_order_again(request jsonb) returns jsonb language plpgsql as $$
declare
  now_at  timestamptz := (request ->> 'now')::timestamptz;
  charged orders%rowtype;
  amount  bigint;
  full_of integer;
  answer  jsonb;
begin
  select * into strict charged from orders o where o.id = (request #>> '{entry,orderId}')::integer for update;
  if exists (select 1 from idempotency_keys k where k.actor = request #>> '{key,actor}' and k.key = request #>> '{key,key}') then
    return book_entry(request);
  end if;
  if charged.charge_cancelled_at is null then
    return jsonb_build_object('error', 'order.state');
  end if;
  amount := case when charged.state = 'finished' then charged.bonus_minor + charged.cashless_minor else 0 end;
  perform lock_order_budgets(charged);
  select b.client_id into full_of
  from order_budgets ob
  join budgets b on b.id = ob.budget_id
  join budget_usage u on u.budget_id = ob.budget_id and u.starts_on = ob.starts_on
  where ob.order_id = charged.id and amount > 0 and u.reserved_minor + u.spent_minor + amount > b.sum_minor
  order by array_position(charged.path, b.client_id)
  limit 1;
  if found then
    return jsonb_build_object('error', 'budget.exceeded', 'clientId', full_of);
  end if;
  answer := book_entry(request);
  if not answer ? 'entryId' then
    return answer;
  end if;
  update budget_usage u
  set spent_minor = u.spent_minor + amount, ceiling_minor = greatest(u.ceiling_minor, b.sum_minor)
  from order_budgets ob
  join budgets b on b.id = ob.budget_id
  where ob.order_id = charged.id and u.budget_id = ob.budget_id and u.starts_on = ob.starts_on;
  update order_budgets ob set spent_minor = amount where ob.order_id = charged.id;
  update orders o set charge_cancelled_at = null, version = charged.version + 1, updated_at = now_at where o.id = charged.id;
  perform write_order_history(
    request || jsonb_build_object('action', 'order.charged_again', 'changes', jsonb_build_object('charge', jsonb_build_array(null, answer -> 'entryId'))), charged.id, charged.version + 1
  );
  return answer;
end
$$;
