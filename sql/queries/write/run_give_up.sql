-- Title: End a run that the broker did not take
-- Parameters: run_id uuid; now timestamptz; error_code text; error text
-- Grain: one row, or none when a worker has begun it all the same
UPDATE sync_run SET
    state = 'failed',
    ended_at = :'now'::timestamptz,
    error_code = :'error_code'::text,
    error = :'error'::text,
    token_encrypted = NULL
WHERE sync_run.run_id = :'run_id'::uuid AND sync_run.state = 'queued';
