-- One person with logins of several organisations (C-2). A login is linked by its own password from inside a session of
-- another one; a link ends with what proved it: the password, the login, the client.

create table people (
  id         integer generated always as identity primary key,
  created_at timestamptz not null
);

create table person_logins (
  client_id integer primary key references clients on delete cascade,
  person_id integer not null references people on delete cascade,
  linked_at timestamptz not null
);
create index person_logins_person_idx on person_logins (person_id);

alter table client_sessions
  -- The session with the password out of which this one was opened by switching; it ends with that one.
  add column origin_id integer references client_sessions on delete cascade,
  -- Opened with a code: may be switched to logins that ask for one.
  add column second_factor boolean not null default false;
create index client_sessions_origin_idx on client_sessions (origin_id) where origin_id is not null;

-- Whoever leaves a person takes along what was opened by switching, to it and out of it. Nobody is left alone.
create function person_login_left() returns trigger language plpgsql as $$
begin
  delete from client_sessions s where s.client_id = old.client_id and s.origin_id is not null;
  delete from client_sessions s using client_sessions origin where s.origin_id = origin.id and origin.client_id = old.client_id;
  if (select count(*) from person_logins l where l.person_id = old.person_id) < 2 then
    delete from person_logins l where l.person_id = old.person_id;
    delete from people p where p.id = old.person_id;
  end if;
  return null;
end
$$;
create trigger person_logins_left after delete on person_logins for each row execute function person_login_left();

-- Through whatever door the password, the login or the client goes. Both sides are told in the history, which is also
-- how open screens hear of it. The lock is that of everybody who links: links of one person change one at a time.
create function end_person_login() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from person_logins l where l.client_id = new.id) then
    return null;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('treeline people', 0));
  insert into history (at, entity, entity_id, action, changes, actor_kind, actor_name, channel, request_id)
  select new.updated_at, 'client', told.id, 'client.organisation_unlinked', jsonb_build_object('organisationId', jsonb_build_array(told.other_id, null)), 'system', 'end of a login', 'system', '-'
  from person_logins mine
  join person_logins other on other.person_id = mine.person_id and other.client_id <> mine.client_id
  cross join lateral (values (mine.client_id, other.client_id), (other.client_id, mine.client_id)) as told (id, other_id)
  where mine.client_id = new.id
  order by told.id, told.other_id;
  delete from person_logins l where l.client_id = new.id;
  return null;
end
$$;
create trigger clients_end_person_login after update of api_password_hash, api_login, deleted on clients
  for each row when (old.api_password_hash is distinct from new.api_password_hash or old.api_login is distinct from new.api_login or (new.deleted and not old.deleted))
  execute function end_person_login();
