-- Title: Queued runs whose message may be lost
-- Parameters: now timestamptz
-- Grain: one row per run that nobody began for 90 seconds; the longest waiting first, and no more than are sent in a minute
-- Who claims it first works on it, so that a message too many does nothing. After half an hour it is given up.
WITH lost AS (
    SELECT sync_run.run_id
    FROM sync_run
    WHERE
        sync_run.state = 'queued'
        AND sync_run.alive_at NOT BETWEEN now() - interval '90 seconds' AND now() + interval '90 seconds'
        AND sync_run.queued_at > :'now'::timestamptz - interval '30 minutes'
    ORDER BY sync_run.alive_at
    LIMIT 500
    FOR UPDATE SKIP LOCKED
)

UPDATE sync_run SET alive_at = now()
FROM lost
WHERE sync_run.run_id = lost.run_id
RETURNING sync_run.run_id;
