-- Title: End a run
-- Parameters: run_id uuid; state text; now timestamptz; request_count integer; error_code text; error text;
-- attempt integer, the worker's own, or NULL
-- Grain: one row; the token that was handed in is forgotten
UPDATE sync_run SET
    state = :'state'::text,
    ended_at = :'now'::timestamptz,
    request_count = sync_run.request_count + :'request_count'::integer,
    error_code = :'error_code'::text,
    error = :'error'::text,
    token_encrypted = NULL
WHERE
    sync_run.run_id = :'run_id'::uuid
    AND sync_run.state IN ('queued', 'running')
    AND sync_run.attempts = coalesce(:'attempt'::integer, sync_run.attempts);
