-- Title: The run is still being worked on
-- Parameters: run_id uuid; attempt integer, the worker's own
-- Grain: one row, or none when the run was taken away: its person was deleted, or it is
-- another worker's by now
UPDATE sync_run SET alive_at = now()
WHERE
    sync_run.run_id = :'run_id'::uuid
    AND sync_run.state NOT IN ('queued', 'interrupted')
    AND sync_run.attempts = :'attempt'::integer;
