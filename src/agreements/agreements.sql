-- BLOCK take_turn
select 1 as taken from (select pg_advisory_xact_lock(hashtextextended('treeline agreements', 0))) as lock

-- BLOCK lock_agreement
select
  a.id, a.version, a.text_en as "textEn", a.text_ru as "textRu", a.text_fr as "textFr", a.number,
  to_char(a.withdrawn_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "withdrawnAt"
from agreements a
where a.id = $id::integer
for update

-- BLOCK next_number
select coalesce(max(a.number), 0) + 1 as number from agreements a

-- BLOCK publish
update agreements a
set number = $number::integer, published_at = $now::timestamptz, published_by = $name::text, updated_at = $now::timestamptz, version = a.version + 1
where a.id = $id::integer
returning a.id

-- BLOCK withdraw
update agreements a
set withdrawn_at = $now::timestamptz, updated_at = $now::timestamptz, version = a.version + 1
where a.id = $id::integer
returning a.id

-- BLOCK count_asked slow
select count(*)::integer as asked
from clients c
where c.api_login is not null and c.api_password_hash is not null and not c.deleted
  and agreement_asked() > coalesce((select max(a.number) from agreement_acceptances x join agreements a on a.id = x.agreement_id where x.client_id = c.id), 0)

-- BLOCK find_current
select
  a.id, a.number, a.text_en as "textEn", a.text_ru as "textRu", a.text_fr as "textFr",
  to_char(a.published_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "publishedAt"
from agreements a
where a.number is not null and a.withdrawn_at is null
order by a.number desc
limit 1

-- BLOCK lock_client
select c.api_login as login from clients c where c.id = $client_id::integer for share

-- BLOCK insert_acceptance
insert into agreement_acceptances (agreement_id, client_id, at, login, operator_id, operator_name, channel, ip)
values ($agreement_id::integer, $client_id::integer, $now::timestamptz, $login::text, $operator_id::integer, $operator_name::text, $channel::text, $ip::text)
on conflict (agreement_id, client_id) do nothing
returning id

-- BLOCK select_acceptances
select
  a.number, a.name, x.login, x.operator_name as operator, x.channel, x.ip,
  to_char(x.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
from agreement_acceptances x
join agreements a on a.id = x.agreement_id
where x.client_id = $client_id::integer
order by a.number desc

-- BLOCK erase_acceptances
update agreement_acceptances x set login = null, ip = null where x.client_id = $client_id::integer and x.operator_name is null returning x.id
