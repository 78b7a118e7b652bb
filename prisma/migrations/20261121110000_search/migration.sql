-- Search (D-22 … D-24): the words of every client, kept by triggers, so that nothing that writes clients can forget them.
-- src/search/search.ts explains how they are searched.

-- ── Words ───────────────────────────────────────────────────────────────────────────────────
-- A word is folded: compatibility forms and accents away (й and ё become и and е), lower case. src/search/fold.ts does
-- the same to what is typed; a test holds the two equal. The characters are listed by code, as the Unicode versions of
-- this server, its ICU and the program differ; the collation is named, as databases come with any locale.

create function search_fold(value text) returns text
language sql immutable strict parallel safe
return translate(
  lower(regexp_replace(
    normalize(value, nfkd),
    -- Accents and points; soft hyphens, joiners, direction marks; apostrophes, so that O'Brien is one word.
    '[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff''`\u00b4\u02b9-\u02bf\u2018-\u201b\u2032]',
    '', 'g'
  ) collate "und-x-icu"),
  'ς', 'σ'
);

-- Everything between words is one space.
create function search_spaced(value text) returns text
language sql immutable strict parallel safe
return btrim(regexp_replace(
  search_fold(value),
  '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u00f7\u02c2-\u02df\u0375\u037e\u0387\u055a-\u055f\u0589\u058a\u05be\u05c0\u05c3\u05c6\u05f3\u05f4\u060c\u061b\u061f\u066a-\u066d\u06d4\u0964\u0965\u2000-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\u3030\ufff0-\uffff]+',
  ' ', 'g'
), ' ');

-- " ab c12 ": the client's different words in order, each between spaces; cut at 64 characters, as b-tree rows have a limit.
-- A contract number counts in one piece too: Д-2024/00123 is also found as д202400123.
create function search_text(name text, number text) returns text
language sql immutable parallel safe
as $$
  select coalesce(' ' || string_agg(distinct found.word, ' ' order by found.word) || ' ', '')
  from (
    select left(piece, 64) collate "C" as word
    from unnest(string_to_array(search_spaced(name), ' ') || string_to_array(search_spaced(number), ' ')
      || left(replace(search_spaced(number), ' ', ''), 64)) as piece
    where piece <> ''
  ) as found
$$;

create table client_texts (
  client_id integer primary key,
  words     text collate "C" not null
);
comment on table client_texts is 'What search_text gives for each client; made by triggers on clients.';

create table client_words (
  word      text collate "C" not null,
  client_id integer not null,
  primary key (word, client_id)
);
-- How frequent the frequent words are: decides how two of them are joined.
alter table client_words alter column word set statistics 1000;
comment on table client_words is 'The same, word by word: a beginning of a word is a range of this index.';

-- The different words. A word may be in here twice, and not only for a moment: a unique index would make everybody wait
-- for an import that brought the same word and has not committed yet. Words stay when their last client is renamed;
-- the erasure of a person takes out those of its names.
create table search_words (
  word text collate "C" not null
);
create index search_words_word_idx on search_words (word);

-- pg_trgm sees letters by the database's locale, and in ours (C.UTF-8) no Cyrillic ones at all: 'иванов' has no trigrams.
-- So the index is on an ASCII spelling, one sign for a letter; a hit is compared with the word itself afterwards. Frequent
-- Russian letters get rare Latin ones: with о, в, а as o, v, a every search for "ova" read the 39,000 words with "ова".
create function search_ascii(word text) returns text
language sql immutable strict parallel safe
return translate(word, 'оаеинтсрвлкмдпуяыьгзбчхжшюцщэфъіґє', 'qxjzwkvyhufgbcdmtpsonirleax0123qzs');

-- The list of pending entries makes bulk loads faster (77,000 new words: 4.6 s without, 2.2 s with), but every search
-- reads all of it: so a short one, 32 pages.
create index search_words_ascii_idx on search_words using gin ((search_ascii(word) collate "C") gin_trgm_ops) with (gin_pending_list_limit = 256);

-- ── Triggers ────────────────────────────────────────────────────────────────────────────────

create function search_clients_inserted() returns trigger
language plpgsql
as $$
begin
  with texts as (
    insert into client_texts (client_id, words)
    select n.id, search_text(n.name, n.number) from new_clients n
    returning client_texts.client_id, client_texts.words
  ), posted as (
    insert into client_words (word, client_id)
    select piece.word, texts.client_id
    from texts cross join unnest(string_to_array(btrim(texts.words, ' '), ' ')) as piece (word)
    order by piece.word collate "C", texts.client_id
    returning client_words.word
  )
  insert into search_words (word)
  select distinct posted.word
  from posted
  where not exists (select 1 from search_words s where s.word = posted.word);
  return null;
end
$$;

create function search_client_renamed() returns trigger
language plpgsql
as $$
declare
  old_words text[];
  new_words text[];
begin
  update client_texts t
  set words = search_text(new.name, new.number)
  from client_texts before
  where t.client_id = new.id and before.client_id = new.id
  returning string_to_array(btrim(before.words, ' '), ' '), string_to_array(btrim(t.words, ' '), ' ') into old_words, new_words;
  delete from client_words w where w.client_id = new.id and w.word = any (old_words) and w.word <> all (new_words);
  insert into client_words (word, client_id)
  select piece.word, new.id from unnest(new_words) as piece (word) where piece.word <> all (old_words);
  insert into search_words (word)
  select piece.word
  from unnest(new_words) as piece (word)
  where piece.word <> all (old_words) and not exists (select 1 from search_words s where s.word = piece.word);
  return null;
end
$$;

create function search_clients_deleted() returns trigger
language plpgsql
as $$
begin
  with texts as (
    delete from client_texts t using old_clients o where t.client_id = o.id returning t.client_id, t.words
  )
  delete from client_words w
  using texts cross join lateral unnest(string_to_array(btrim(texts.words, ' '), ' ')) as piece (word)
  where w.word = piece.word and w.client_id = texts.client_id;
  return null;
end
$$;

create trigger clients_search_insert after insert on clients
referencing new table as new_clients for each statement execute function search_clients_inserted();

-- Row by row, as a statement's trigger would also run for every move, block and change of a setting.
create trigger clients_search_update after update of name, number on clients
for each row when (old.name is distinct from new.name or old.number is distinct from new.number)
execute function search_client_renamed();

create trigger clients_search_delete after delete on clients
referencing old table as old_clients for each statement execute function search_clients_deleted();

-- ── Reading ─────────────────────────────────────────────────────────────────────────────────

-- The postings of some ranges of words, range by range in order of (word, client), those of the first word of the first range
-- from a client on. A loop, so that a page reads no more than it needs; planned once, not for every range (0.1 ms each).
create function search_postings(lows text[], highs text[], after_id integer, wanted integer)
returns table (word text, client_id integer)
language plpgsql stable
set plan_cache_mode = force_generic_plan
as $$
declare
  given integer := 0;
  got   integer;
begin
  for i in 1 .. cardinality(lows) loop
    return query
      select w.word, w.client_id
      from client_words w
      where (w.word, w.client_id) > (lows[i] collate "C", case when i = 1 then after_id else 0 end) and w.word < (highs[i] collate "C")
      order by w.word, w.client_id
      limit wanted - given;
    get diagnostics got = row_count;
    given := given + got;
    exit when given >= wanted;
  end loop;
end
$$;

-- Words that contain a fragment, in no order and not more than wanted. Only by the trigram index: it knows where they are in
-- 3 ms even for 40,000 of them, and then reads no more than wanted, while the planner would read all words for a frequent one.
create function search_words_with(fragment text, wanted integer)
returns setof text
language plpgsql stable
set enable_seqscan = off set enable_indexscan = off set enable_indexonlyscan = off
as $$
begin
  return query
    select s.word
    from search_words s
    where search_ascii(s.word) like '%' || search_ascii(fragment) || '%' and s.word like '%' || fragment || '%'
    limit wanted;
end
$$;

-- Phone numbers in order, for fragments that are too frequent or too short for the trigram index.
create index client_phones_number_idx on client_phones (digits collate "C", id, client_id);

-- ── What is there already ───────────────────────────────────────────────────────────────────

insert into client_texts (client_id, words) select c.id, search_text(c.name, c.number) from clients c;
insert into client_words (word, client_id)
select piece.word, t.client_id from client_texts t cross join unnest(string_to_array(btrim(t.words, ' '), ' ')) as piece (word);
insert into search_words (word) select distinct w.word from client_words w;
