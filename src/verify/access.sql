-- BLOCK persons_have_logins
select l.client_id as id, 'it is alone with its person' as what
from person_logins l
where not exists (select 1 from person_logins other where other.person_id = l.person_id and other.client_id <> l.client_id)
union all
select l.client_id, 'it is linked, and has no login, no password, or is deleted'
from person_logins l
join clients c on c.id = l.client_id
where c.api_login is null or c.api_password_hash is null or c.deleted
union all
select null, format('person %s has no logins', p.id)
from people p
where not exists (select 1 from person_logins l where l.person_id = p.id)

-- BLOCK switched_within_person
select s.client_id as id, format('session %s was opened out of session %s of client %s', s.id, origin.id, origin.client_id) as what
from client_sessions s
join client_sessions origin on origin.id = s.origin_id
where origin.origin_id is not null or s.operator_id is not null or origin.operator_id is not null or s.expires_at > origin.expires_at
  or not exists (
    select 1 from person_logins a join person_logins b on b.person_id = a.person_id where a.client_id = s.client_id and b.client_id = origin.client_id and a.client_id <> b.client_id
  )

-- BLOCK agreement_versions
select null::integer as id, format('agreement %s: its version is %s, its history ends with %s', a.id, a.version, coalesce(past.version::text, 'nothing')) as what
from agreements a
left join (select h.entity_id, max(h.version) as version from history h where h.entity = 'agreement' and h.version is not null group by h.entity_id) as past on past.entity_id = a.id
where a.version is distinct from past.version

-- BLOCK agreements_in_order
select null::integer as id, format('agreement %s has the number %s and was published before number %s', later.id, later.number, earlier.number) as what
from agreements later
join agreements earlier on earlier.number < later.number
where later.published_at < earlier.published_at
union all
select x.client_id, format('it accepted agreement %s, which was not published then', a.id)
from agreement_acceptances x
join agreements a on a.id = x.agreement_id
where a.number is null or x.at < a.published_at
union all
select x.client_id, format('its agreement %s was accepted by nobody that is known', x.agreement_id)
from agreement_acceptances x
join clients c on c.id = x.client_id
where x.login is null and x.operator_name is null and c.erased_at is null
