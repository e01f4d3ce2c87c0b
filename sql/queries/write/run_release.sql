-- Title: Put a run that could not go on back into the queue
-- Parameters: run_id uuid
-- Grain: one row, or none when the run is over
UPDATE sync_run SET
    state = 'queued',
    started_at = NULL,
    alive_at = now()
WHERE sync_run.run_id = :'run_id'::uuid AND sync_run.state = 'running';
