-- Notices about orders that a client does not want, of those that the rules send it (C-5): no row = it is sent.
create table muted_notices (
  client_id integer not null references clients on delete cascade,
  event     text not null,
  channel   text not null check (channel in ('email', 'sms')),
  primary key (client_id, event, channel)
);
