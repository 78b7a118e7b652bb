-- BLOCK book_entry write
select book_entry($request::jsonb) as answer
