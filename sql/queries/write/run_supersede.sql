-- Title: Take the place of a run that no worker has begun
-- Parameters: user_id text; now timestamptz; error text (what happened, in words)
-- Grain: one row, or none; its message finds nothing to do. What the timetable asked for gives way at once, another's
-- sync after 20 seconds: its message may be lost
UPDATE sync_run SET
    state = 'interrupted',
    ended_at = :'now'::timestamptz,
    error_code = 'interrupted',
    error = :'error'::text,
    token_encrypted = NULL
WHERE
    sync_run.user_id = :'user_id'::text
    AND sync_run.state = 'queued'
    AND (
        sync_run.origin IN ('schedule', 'webhook', 'backfill')
        OR sync_run.alive_at NOT BETWEEN now() - interval '20 seconds' AND now() + interval '20 seconds'
    );
