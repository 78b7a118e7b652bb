-- An import of a client in its cabinet: it reaches what is below that client, and nothing else.
alter table imports add column client_id integer references clients (id) on update no action on delete set null;
create index imports_client_idx on imports (client_id) where client_id is not null;

-- Who has forgotten the password may say the e-mail address instead of the login.
create index clients_email_with_login_idx on clients (lower(email)) where api_login is not null and email is not null;
