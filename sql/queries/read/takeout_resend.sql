-- Title: Exports whose worker died, and queued ones whose message may be lost
-- Parameters: now timestamptz; silent_s integer
-- Grain: one row per export
SELECT takeout_run.run_id
FROM takeout_run
WHERE
    takeout_run.state IN ('queued', 'running')
    AND takeout_run.alive_at < :'now'::timestamptz - make_interval(secs => :'silent_s'::integer)
ORDER BY takeout_run.queued_at;
