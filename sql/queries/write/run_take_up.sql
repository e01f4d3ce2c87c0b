-- Title: Queue runs again whose worker died
-- Parameters: error text (what happened, in words); now timestamptz; alone boolean (this process owns the database: every open run is dead);
-- attempts integer, after which a run is given up
-- Grain: one row per run that was cut off; its feeds that are done stay done, and its message is sent again at the next look.
-- A sign of life that lies ahead is of a clock that was wrong
UPDATE sync_run SET
    state = CASE WHEN over.given_up THEN 'interrupted' ELSE 'queued' END,
    alive_at = now() - interval '90 seconds',
    ended_at = CASE WHEN over.given_up THEN :'now'::timestamptz END,
    error_code = CASE WHEN over.given_up THEN 'interrupted' END,
    error = CASE WHEN over.given_up THEN :'error'::text END,
    token_encrypted = CASE WHEN NOT over.given_up THEN sync_run.token_encrypted END
FROM (
    SELECT
        dead.run_id,
        dead.attempts >= :'attempts'::integer
        OR dead.queued_at < :'now'::timestamptz - interval '30 minutes'
        OR dead.queued_at > :'now'::timestamptz + interval '30 minutes' AS given_up
    FROM sync_run AS dead
    WHERE
        :'alone'::boolean AND dead.state IN ('queued', 'running')
        OR (
            dead.state = 'running'
            AND dead.alive_at NOT BETWEEN now() - interval '40 seconds' AND now() + interval '40 seconds'
        )
        OR (
            dead.state = 'queued'
            AND dead.alive_at NOT BETWEEN now() - interval '30 minutes' AND now() + interval '30 minutes'
        )
    FOR UPDATE SKIP LOCKED
) AS over
WHERE sync_run.run_id = over.run_id;
