-- BLOCK cancel_order_charge write
select cancel_order_charge($request::jsonb) as answer

-- BLOCK charge_order_again write
select charge_order_again($request::jsonb) as answer

-- BLOCK book_entry write
select book_entry($request::jsonb) as answer
