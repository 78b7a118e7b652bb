-- BLOCK add_job
select (graphile_worker.add_job(
  $task::text, payload => $payload::json, queue_name => $queue::text, job_key => $key::text, max_attempts => 25
)).id::text as id
