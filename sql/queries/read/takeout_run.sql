-- Title: One export of everything about a person
-- Parameters: run_id uuid
-- Grain: one row or none
SELECT
    takeout_run.run_id,
    takeout_run.user_id,
    takeout_run.origin,
    takeout_run.state,
    takeout_run.phase,
    takeout_run.told_rows,
    takeout_run.documents,
    takeout_run.file_bytes,
    takeout_run.queued_at,
    takeout_run.started_at,
    takeout_run.ended_at,
    takeout_run.expires_at,
    takeout_run.error_code,
    takeout_run.error
FROM takeout_run
WHERE takeout_run.run_id = :'run_id'::uuid;
