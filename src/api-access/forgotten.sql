-- BLOCK find_by_login_or_email
select c.id
from clients c
where (lower(c.api_login) = lower($login::text) or (c.api_login is not null and lower(c.email) = lower($login::text)))
  and not exists (select 1 from client_chains(array[c.id]) as chain where chain.deleted)
  and not exists (select 1 from password_links l where l.client_id = c.id and l.created_at > $since::timestamptz and l.used_at is null)
order by c.id
limit $limit::integer
