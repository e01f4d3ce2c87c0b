-- Title: Whose past is asked for next
-- Parameters: people integer, at most, with those of whom a slice waits for a worker; only text (NULL: everybody), of whom
-- a slice may always be asked for
-- Grain: one row per connected person with a backfill that runs and no run under way, who got least of late
SELECT backfill.user_id
FROM backfill
INNER JOIN credential ON backfill.user_id = credential.user_id AND credential.refused_at IS NULL
WHERE
    backfill.state = 'running'
    AND (:'only'::text IS NULL OR backfill.user_id = :'only'::text)
    AND NOT EXISTS (
        SELECT FROM sync_run
        WHERE sync_run.user_id = backfill.user_id AND sync_run.state IN ('queued', 'running')
    )
ORDER BY
    (
        SELECT max(sync_run.queued_at)
        FROM sync_run
        WHERE sync_run.user_id = backfill.user_id AND sync_run.origin = 'backfill'
    ) ASC NULLS FIRST,
    backfill.user_id ASC
LIMIT greatest(
    CASE WHEN :'only'::text IS NULL THEN 0 ELSE 1 END,
    :'people'::integer - (SELECT count(*) FROM sync_run WHERE sync_run.state = 'queued' AND sync_run.origin = 'backfill')
);
