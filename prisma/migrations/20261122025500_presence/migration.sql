-- Which operator's screen shows what (S-12), so that every process can tell its own sockets. A row lives as long as its
-- socket says so; after a crash it is nothing, so it is kept in no log and in no backup.
create unlogged table presence (
  socket_id   text primary key,
  operator_id integer not null,
  name        text not null,
  entity      text not null,
  entity_id   integer not null check (entity_id > 0),
  editing     boolean not null,
  seen_at     timestamptz not null
);
create index presence_entity_idx on presence (entity, entity_id);
