-- Title: Mark runs whose worker died
-- Parameters: now timestamptz; alone boolean (this process owns the database: every open run is dead)
-- Grain: one row per interrupted run
UPDATE sync_run SET
    state = 'interrupted',
    ended_at = :'now'::timestamptz,
    error_code = 'interrupted',
    error = 'The sync was cut off when its process ended. What had been stored is whole; the next sync brings the rest.',
    token_encrypted = NULL
WHERE
    sync_run.state IN ('queued', 'running')
    AND (
        :'alone'::boolean
        OR (sync_run.state = 'running' AND sync_run.alive_at < now() - interval '60 seconds')
        OR (sync_run.state = 'queued' AND sync_run.alive_at < now() - interval '30 minutes')
    );
