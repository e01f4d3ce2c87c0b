-- Title: Begin an export, or begin anew with one whose worker died
-- Parameters: run_id uuid; now timestamptz; silent_s integer: after so many seconds without a sign of life a worker is dead
-- Grain: one row, or none when another process works on it, or when it is over
UPDATE takeout_run SET
    state = 'running',
    tries = takeout_run.tries + 1,
    started_at = coalesce(takeout_run.started_at, :'now'::timestamptz),
    alive_at = :'now'::timestamptz
WHERE
    takeout_run.run_id = :'run_id'::uuid
    AND (
        takeout_run.state = 'queued'
        OR (
            takeout_run.state = 'running'
            AND takeout_run.alive_at < :'now'::timestamptz - make_interval(secs => :'silent_s'::integer)
        )
    )
RETURNING
    takeout_run.run_id,
    takeout_run.user_id,
    takeout_run.tries;
