-- Title: Each person's exports
-- Parameters: user_ids text[]; runs integer: at most so many of each person
-- Grain: one row per person and export, the newest first
SELECT
    takeout_run.user_id,
    takeout_run.run_id,
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
FROM unnest(:'user_ids'::text[]) AS asked (user_id)
-- So many of each person; a CTE can not look sideways.
CROSS JOIN LATERAL ( -- noqa: ST05
    SELECT row_of.*
    FROM takeout_run AS row_of
    WHERE row_of.user_id = asked.user_id
    ORDER BY row_of.queued_at DESC, row_of.run_id DESC
    LIMIT :'runs'::integer
) AS takeout_run
ORDER BY takeout_run.queued_at DESC, takeout_run.run_id DESC;
