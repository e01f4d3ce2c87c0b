-- Title: What one feed of a run did
-- Parameters: run_id uuid; one value per column
-- Grain: one row per run and feed, or none when the run was deleted with its person
INSERT INTO sync_feed (
    run_id, feed, state, rows_received, rows_written, rows_rejected, error_code, error, problems, ended_at
)
SELECT
    sync_run.run_id,
    :'feed'::text,
    :'state'::text,
    :'rows_received'::integer,
    :'rows_written'::integer,
    :'rows_rejected'::integer,
    :'error_code'::text,
    :'error'::text,
    :'problems'::text[],
    :'ended_at'::timestamptz
FROM sync_run
WHERE sync_run.run_id = :'run_id'::uuid
FOR KEY SHARE
ON CONFLICT (run_id, feed) DO UPDATE SET
    state = excluded.state,
    rows_received = excluded.rows_received,
    rows_written = excluded.rows_written,
    rows_rejected = excluded.rows_rejected,
    error_code = excluded.error_code,
    error = excluded.error,
    problems = excluded.problems,
    ended_at = excluded.ended_at;
