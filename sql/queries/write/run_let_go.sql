-- Title: Give a run back that this worker can not end
-- Parameters: run_id uuid; attempt integer, the worker's own; attempts integer, after which a run is given up; now timestamptz; error text
-- Grain: one row, or none when another worker has it by now
UPDATE sync_run SET
    state = CASE WHEN sync_run.attempts < :'attempts'::integer THEN 'queued' ELSE 'interrupted' END,
    alive_at = now() - interval '90 seconds',
    ended_at = CASE WHEN sync_run.attempts >= :'attempts'::integer THEN :'now'::timestamptz END,
    error_code = CASE WHEN sync_run.attempts >= :'attempts'::integer THEN 'interrupted' END,
    error = CASE WHEN sync_run.attempts >= :'attempts'::integer THEN :'error'::text END,
    token_encrypted = CASE WHEN sync_run.attempts < :'attempts'::integer THEN sync_run.token_encrypted END
WHERE
    sync_run.run_id = :'run_id'::uuid
    AND sync_run.state = 'running'
    AND sync_run.attempts = :'attempt'::integer;
