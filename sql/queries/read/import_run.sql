-- Title: One import
-- Parameters: run_id uuid
-- Grain: one row or none
SELECT
    import_run.run_id,
    import_run.user_id,
    import_run.origin,
    import_run.state,
    import_run.phase,
    import_run.file_bytes,
    import_run.files_total,
    import_run.files_done,
    import_run.rows_written,
    import_run.report,
    import_run.queued_at,
    import_run.started_at,
    import_run.ended_at,
    import_run.error_code,
    import_run.error
FROM import_run
WHERE import_run.run_id = :'run_id'::uuid;
