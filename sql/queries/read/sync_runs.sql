-- Title: Sync runs of one person
-- Parameters: user_id text; since timestamptz; runs integer, at most so many
-- Grain: one row per run, the newest first
SELECT
    sync_run.run_id,
    sync_run.user_id,
    sync_run.origin,
    sync_run.state,
    sync_run.days,
    sync_run.queued_at,
    sync_run.started_at,
    sync_run.ended_at,
    sync_run.request_count,
    sync_run.error_code,
    sync_run.error
FROM sync_run
WHERE sync_run.user_id = :'user_id'::text AND sync_run.queued_at >= :'since'::timestamptz
ORDER BY sync_run.queued_at DESC, sync_run.run_id
LIMIT :'runs'::integer;
