-- BLOCK first_words
select
  (select s.word from search_words s where s.word >= form.text order by s.word limit 1) as word,
  (select s.word from search_words s where s.word > form.text order by s.word limit 1) as next
from unnest($forms::text[]) with ordinality as form (text, place)
order by form.place

-- BLOCK existing_words
select distinct s.word from search_words s where s.word = any ($forms::text[])

-- BLOCK existing_starts
select form.text as form, (select s.word from search_words s where s.word >= form.text order by s.word limit 1) as word
from unnest($forms::text[]) as form (text)

-- BLOCK count_postings
select given.token, sum(posting.number)::integer as number
from unnest($tokens::integer[], $lows::text[], $highs::text[]) as given (token, low, high)
cross join lateral (
  select count(*) as number
  from (select 1 from client_words w where w.word >= given.low and w.word < given.high limit $up_to::integer) as counted
) as posting
group by given.token

-- BLOCK find_words
select form.text as form, array(select found.word from search_words_with(form.text, $wanted::integer) as found (word)) as words
from unnest($forms::text[]) as form (text)

-- BLOCK scan_words
with scanned as materialized (
  select s.word from search_words s where s.word >= $low::text and s.word < $high::text order by s.word limit $scan::integer
)
select
  (select count(*)::integer from scanned) as scanned,
  (select e.word from scanned e order by e.word desc limit 1) as last,
  array(
    select distinct m.word from scanned m
    where ' ' || m.word || ' ' like any ($patterns::text[]) and not (' ' || m.word || ' ' like any ($not_patterns::text[]))
    order by m.word
    limit $wanted::integer
  ) as words
