-- Title: A page of sync runs
-- Parameters: user_id text; after, before timestamptz; after_tie, before_tie uuid (NULL: no limit); backward boolean: the last ones; size integer
-- Grain: one row per run, newest first
WITH forward AS (
    SELECT sync_run.run_id
    FROM sync_run
    WHERE
        NOT :'backward'::boolean
        AND sync_run.user_id = :'user_id'::text
        AND (:'after'::timestamptz IS NULL OR (sync_run.queued_at, sync_run.run_id) < (:'after'::timestamptz, :'after_tie'::uuid))
        AND (:'before'::timestamptz IS NULL OR (sync_run.queued_at, sync_run.run_id) > (:'before'::timestamptz, :'before_tie'::uuid))
    ORDER BY sync_run.queued_at DESC, sync_run.run_id DESC
    LIMIT :'size'::integer
),

backward AS (
    SELECT sync_run.run_id
    FROM sync_run
    WHERE
        :'backward'::boolean
        AND sync_run.user_id = :'user_id'::text
        AND (:'after'::timestamptz IS NULL OR (sync_run.queued_at, sync_run.run_id) < (:'after'::timestamptz, :'after_tie'::uuid))
        AND (:'before'::timestamptz IS NULL OR (sync_run.queued_at, sync_run.run_id) > (:'before'::timestamptz, :'before_tie'::uuid))
    ORDER BY sync_run.queued_at ASC, sync_run.run_id ASC
    LIMIT :'size'::integer
)

SELECT
    sync_run.run_id,
    sync_run.user_id,
    sync_run.origin,
    sync_run.state,
    sync_run.days,
    sync_run.queued_at,
    sync_run.started_at,
    sync_run.ended_at,
    sync_run.request_count,
    sync_run.error_code,
    sync_run.error
FROM sync_run
WHERE
    sync_run.user_id = :'user_id'::text
    AND sync_run.run_id IN (
        SELECT forward.run_id FROM forward
        UNION ALL
        SELECT backward.run_id FROM backward
    )
ORDER BY sync_run.queued_at DESC, sync_run.run_id DESC;
