-- BLOCK take_step write
update client_second_factors f set last_step = $step::bigint
where f.client_id = $client_id::integer and f.last_step < $step::bigint
returning 1 as taken

-- BLOCK take_recovery write
update client_second_factors f set recovery = array_remove(f.recovery, $code_hash::bytea)
where f.client_id = $client_id::integer and $code_hash::bytea = any (f.recovery)
returning cardinality(f.recovery) as left
