-- BLOCK select_carrier
select c.id, c.name, c.currency, c.details
from carriers c
where case when $carrier_id::integer is null then c.is_default else c.id = $carrier_id::integer end

-- BLOCK take_number
insert into invoice_numbers as n (carrier_id, year, last)
values ($carrier_id::integer, $year::integer, 1)
on conflict (carrier_id, year) do update set last = n.last + 1
returning n.last as number

-- BLOCK insert_invoice
insert into invoices (carrier_id, year, number, client_id, issued_on, sum_minor, currency, service_name, vat_percent, payer, receiver, actor_name, created_at)
values (
  $carrier_id::integer, $year::integer, $number::integer, $client_id::integer, $issued_on::text::date, $sum_minor::text::bigint, $currency::text,
  $service_name::text, $vat_percent::float8::numeric, $payer::jsonb, $receiver::jsonb, $actor_name::text, $created_at::timestamptz
)
returning invoices.id

-- BLOCK select_invoice
select
  i.id, i.number, i.year, i.issued_on::text as "issuedOn", i.client_id as "clientId", c.id as "carrierId", c.name as "carrierName",
  i.sum_minor::text as amount, i.currency, i.vat_percent::float8 as "vatPercent", i.service_name as "serviceName", i.payer, i.receiver,
  i.entry_id::text as "paidBy", i.actor_name as "actorName"
from invoices i
join carriers c on c.id = i.carrier_id
where i.id = $invoice_id::integer

-- BLOCK list_invoices
select
  i.id, i.number, i.year, i.issued_on::text as "issuedOn", i.client_id as "clientId", c.id as "carrierId", c.name as "carrierName",
  i.sum_minor::text as amount, i.currency, i.vat_percent::float8 as "vatPercent", i.service_name as "serviceName", i.payer, i.receiver,
  i.entry_id::text as "paidBy", i.actor_name as "actorName"
from invoices i
join carriers c on c.id = i.carrier_id
where i.client_id = $client_id::integer and ($before::integer is null or i.id < $before::integer)
order by i.id desc
limit $limit::integer

-- BLOCK lock_invoice
select
  i.client_id as "clientId", i.carrier_id as "carrierId", i.sum_minor::text as amount, i.currency, i.entry_id::text as "entryId", i.number, i.year
from invoices i
where i.id = $invoice_id::integer
for update

-- BLOCK mark_paid
update invoices i set entry_id = $entry_id::bigint where i.id = $invoice_id::integer returning i.id
