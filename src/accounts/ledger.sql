-- BLOCK book_entry write
select book_entry($request::jsonb) as answer

-- BLOCK place_hold write
select place_hold($request::jsonb) as answer

-- BLOCK release_hold write
select release_hold($hold_id::bigint, $at::timestamptz) as released
