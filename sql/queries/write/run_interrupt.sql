-- Title: Mark runs whose worker died
-- Parameters: error text (what happened, in words); now timestamptz; alone boolean (this process owns the database: every open run is dead)
-- Grain: one row per interrupted run
UPDATE sync_run SET
    state = 'interrupted',
    ended_at = :'now'::timestamptz,
    error_code = 'interrupted',
    error = :'error'::text,
    token_encrypted = NULL
WHERE
    sync_run.state IN ('queued', 'running')
    AND (
        :'alone'::boolean
        OR (sync_run.state = 'running' AND sync_run.alive_at < now() - interval '60 seconds')
        OR (sync_run.state = 'queued' AND sync_run.alive_at < now() - interval '30 minutes')
    );
