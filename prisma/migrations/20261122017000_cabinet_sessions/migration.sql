-- Sign-in of clients to the cabinet (C-1): sessions, and the second factor.

create table client_sessions (
  id           integer generated always as identity primary key,
  -- SHA-256 of the token: a copy of the database opens no session.
  token_hash   bytea not null,
  client_id    integer not null references clients on delete cascade,
  created_at   timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at   timestamptz not null,
  ip           text,
  user_agent   text,
  -- An operator in the client's cabinet (B-16): who, why, and whether anything may be changed.
  operator_id  integer references operators on delete cascade,
  reason       text,
  read_only    boolean not null default false,
  constraint client_sessions_reason check (operator_id is null or reason is not null)
);
create unique index client_sessions_token_hash_key on client_sessions (token_hash);
create index client_sessions_client_idx on client_sessions (client_id);
create index client_sessions_operator_idx on client_sessions (operator_id) where operator_id is not null;

create table client_second_factors (
  client_id    integer primary key references clients on delete cascade,
  secret       text not null,
  -- Null: shown, not yet proved by a first code; asks for nothing at the sign-in.
  confirmed_at timestamptz,
  -- The last time step that was used: a code that somebody has read over a shoulder is good for nothing.
  last_step    bigint not null default 0,
  -- SHA-256 of the recovery codes that are left.
  recovery     bytea[] not null default '{}',
  created_at   timestamptz not null
);

-- Whoever changes a password or takes a login away ends what was opened with them, through any door.
create function end_client_sessions() returns trigger language plpgsql as $$
begin
  delete from client_sessions s where s.client_id = new.id and s.operator_id is null;
  return null;
end
$$;
create trigger clients_end_sessions after update of api_password_hash, api_login on clients
  for each row when (old.api_password_hash is distinct from new.api_password_hash or old.api_login is distinct from new.api_login)
  execute function end_client_sessions();
