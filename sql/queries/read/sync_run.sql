-- Title: One sync run
-- Parameters: run_id uuid
-- Grain: one row or none
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
WHERE sync_run.run_id = :'run_id'::uuid;
