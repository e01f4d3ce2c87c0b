-- Title: Each person's imports
-- Parameters: user_ids text[]; runs integer: at most so many of each person
-- Grain: one row per person and import, the newest first
SELECT
    import_run.user_id,
    import_run.run_id,
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
FROM unnest(:'user_ids'::text[]) AS asked (user_id)
-- So many of each person; a CTE can not look sideways.
CROSS JOIN LATERAL ( -- noqa: ST05
    SELECT row_of.*
    FROM import_run AS row_of
    WHERE row_of.user_id = asked.user_id
    ORDER BY row_of.import_number DESC
    LIMIT :'runs'::integer
) AS import_run
ORDER BY import_run.import_number DESC;
