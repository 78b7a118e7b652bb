-- BLOCK look_at_fragments
select
  given.anywhere or exists (
    select 1 from client_phones p where p.digits collate "C" >= given.text and p.digits collate "C" < given.text || ':'
  ) as exists,
  case
    when not given.anywhere or length(given.text) < $shortest::integer then true
    else (
      select coalesce(avg((p.digits like '%' || given.text || '%')::integer) > $frequent::float8, false)
      from client_phones p tablesample system (0.2) repeatable (1)
    )
  end as frequent
from unnest($fragments::text[], $anywhere::boolean[]) with ordinality as given (text, anywhere, place)
order by given.place
