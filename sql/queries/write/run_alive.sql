-- Title: The run is still being worked on
-- Parameters: run_id uuid
-- Grain: one row
UPDATE sync_run SET alive_at = now()
WHERE sync_run.run_id = :'run_id'::uuid AND sync_run.state = 'running';
