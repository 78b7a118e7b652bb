-- What reports and the history read over the whole directory (S-10).

-- Turnover of a period without reading the orders themselves. An order enters when it is finished and does not change after.
create index orders_finished_idx on orders (at) include (customer_id, payer_id, currency, total_minor, cashless_minor, bonus_minor) where state = 'finished';

create index clients_contract_to_idx on clients (contract_to) where contract_to is not null and not deleted;

-- The highest floor of all tells which accounts can be below theirs.
create index client_settings_floor_idx on client_settings (((value ->> 'amount')::numeric)) where key = 'balanceFloor';

-- History by time: a period, and nothing behind it.
create index history_at_idx on history (at);
