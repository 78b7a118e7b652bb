-- Paying in from outside (M-10): at a terminal, or by bank card through a payment gateway. A payment is known by the
-- payment system and its id there; it is booked once, however often its notice comes.

create table top_ups (
  id               integer generated always as identity primary key,
  -- For whom; who pays for it gets the money.
  client_id        integer not null references clients (id),
  kind             text not null check (kind in ('terminal', 'card')),
  state            text not null check (state in ('waiting', 'paid', 'refused', 'expired')),
  payment_system   text not null,
  -- Null until the gateway has said it.
  payment_id       text,
  terminal_account text,
  carrier_id       integer not null references carriers (id),
  currency         text not null check (currency ~ '^[A-Z]{3}$'),
  sum_minor        bigint not null check (sum_minor > 0),
  -- Where the payer goes to pay.
  payment_url      text,
  reason           text,
  entry_id         bigint references entries (id),
  -- Of the request that asked for it, with the hash of its content.
  request_key      text,
  request_hash     text,
  expires_at       timestamptz,
  created_at       timestamptz not null,
  ended_at         timestamptz,
  actor_name       text not null,
  channel          text not null,
  constraint top_ups_paid_check check ((state = 'paid') = (entry_id is not null)),
  constraint top_ups_ended_check check ((state = 'waiting') = (ended_at is null)),
  constraint top_ups_key_check check ((request_key is null) = (request_hash is null))
);
create unique index top_ups_payment_key on top_ups (payment_system, payment_id) where payment_id is not null;
create unique index top_ups_entry_id_key on top_ups (entry_id) where entry_id is not null;
create unique index top_ups_request_key on top_ups (request_key) where request_key is not null;
create index top_ups_client_idx on top_ups (client_id, id);
create index top_ups_waiting_idx on top_ups (expires_at) where state = 'waiting';
