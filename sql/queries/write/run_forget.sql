-- Title: Forget old sync runs
-- Parameters: before timestamptz
-- Grain: one row per run that was asked for before then; each person's newest one stays
DELETE FROM sync_run
WHERE
    sync_run.queued_at < :'before'::timestamptz
    AND sync_run.state NOT IN ('queued', 'running')
    AND EXISTS (
        SELECT FROM sync_run AS newer
        WHERE
            newer.user_id = sync_run.user_id
            AND newer.queued_at > sync_run.queued_at
    );
