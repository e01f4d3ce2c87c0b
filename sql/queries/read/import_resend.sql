-- Title: Imports whose worker died, and queued ones whose message may be lost
-- Parameters: now timestamptz; silent_s integer
-- Grain: one row per import
SELECT import_run.run_id
FROM import_run
WHERE
    import_run.state IN ('queued', 'running')
    AND import_run.alive_at NOT BETWEEN
    :'now'::timestamptz - make_interval(secs => :'silent_s'::integer)
    AND :'now'::timestamptz + make_interval(secs => :'silent_s'::integer)
    AND NOT import_run.file_kept
ORDER BY import_run.queued_at;
