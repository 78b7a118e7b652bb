-- Invoices for payment (directory.md §4 tab 10), numbered by one per carrier and year, without gaps.

alter table carriers add column details jsonb;

create table invoice_numbers (
  carrier_id integer not null references carriers (id),
  year       integer not null,
  last       integer not null,
  primary key (carrier_id, year)
);

create table invoices (
  id           integer generated always as identity primary key,
  carrier_id   integer not null references carriers (id),
  year         integer not null,
  number       integer not null,
  client_id    integer not null references clients (id),
  issued_on    date not null,
  sum_minor    bigint not null check (sum_minor > 0),
  currency     text not null,
  service_name text not null,
  vat_percent  numeric(4, 2) check (vat_percent >= 0 and vat_percent < 100),
  -- Names and bank details as they were when it was made.
  payer        jsonb not null,
  receiver     jsonb not null,
  entry_id     bigint references entries (id),
  actor_name   text not null,
  created_at   timestamptz not null
);
create unique index invoices_number_key on invoices (carrier_id, year, number);
create index invoices_client_idx on invoices (client_id, id);
create unique index invoices_entry_id_key on invoices (entry_id) where entry_id is not null;
