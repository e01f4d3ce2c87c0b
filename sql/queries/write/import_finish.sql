-- Title: End an import
-- Parameters: run_id uuid; state text; now timestamptz; error_code, error text or NULL
-- Grain: one row
UPDATE import_run SET
    state = :'state'::text,
    phase = 'done',
    ended_at = :'now'::timestamptz,
    alive_at = :'now'::timestamptz,
    file_path = CASE WHEN import_run.file_kept THEN import_run.file_path END,
    error_code = :'error_code'::text,
    error = :'error'::text
WHERE import_run.run_id = :'run_id'::uuid AND import_run.state IN ('queued', 'running');
