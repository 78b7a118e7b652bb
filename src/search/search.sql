-- BLOCK verify slow
with texts as materialized (
  select coalesce(c.id, t.client_id) as client_id, search_text(c.name, c.number) as wanted, c.id is not null as present, t.words
  from clients c full join client_texts t on t.client_id = c.id
), wrong as (
  select min(client_id) as first, count(*) as number from texts where not present or words is distinct from wanted
), wanted_words as (
  select piece.word collate "C" as word, texts.client_id
  from texts cross join lateral unnest(string_to_array(btrim(texts.wanted, ' '), ' ')) as piece (word)
  where texts.present
), differing as (
  select min(coalesce(w.client_id, p.client_id)) as first, count(*) as number
  from wanted_words w full join client_words p on p.word = w.word and p.client_id = w.client_id
  where w.word is null or p.word is null
), missing as (
  select min(w.word) as first, count(distinct w.word) as number
  from wanted_words w
  where not exists (select 1 from search_words s where s.word = w.word)
)
select format('search: the text of %s clients is wrong, the first is %s', number, first) as problem from wrong where number > 0
union all
select format('search: %s words of clients are missing or too many, the first of client %s', number, first) from differing where number > 0
union all
select format('search: %s words are missing from the dictionary, the first is "%s"', number, first) from missing where number > 0
