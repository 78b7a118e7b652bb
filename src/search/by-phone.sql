-- BLOCK look_at_fragments
select
  given.anywhere or exists (
    select 1 from client_phones p where p.digits collate "C" >= given.text and p.digits collate "C" < given.text || ':'
  ) as exists,
  case
    when not given.anywhere or length(given.text) < $shortest::integer then true
    else (select count(*) from client_phones p tablesample system (0.1) repeatable (1) where p.digits like '%' || given.text || '%') > $many::integer
  end as frequent
from unnest($fragments::text[], $anywhere::boolean[]) with ordinality as given (text, anywhere, place)
order by given.place
