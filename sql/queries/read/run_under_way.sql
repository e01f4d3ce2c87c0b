-- Title: The run of a person that is under way
-- Parameters: user_id text
-- Grain: one row, or none
SELECT sync_run.run_id
FROM sync_run
WHERE sync_run.user_id = :'user_id'::text AND sync_run.state IN ('queued', 'running');
