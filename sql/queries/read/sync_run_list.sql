-- Title: A page of the sync runs of everybody, or of one person
-- Parameters: only text (NULL: everybody); states text[] (NULL: all); after, before timestamptz; after_tie, before_tie uuid (NULL: no limit); backward boolean: the last ones; size integer
-- Grain: one row per run, the newest first
WITH forward AS (
    SELECT row_of.run_id
    FROM sync_run AS row_of
    WHERE
        :'backward'::boolean IS FALSE
        AND (:'only'::text IS NULL OR row_of.user_id = :'only'::text)
        AND (:'states'::text[] IS NULL OR row_of.state = any(:'states'::text[]))
        AND (:'after'::timestamptz IS NULL OR (row_of.queued_at, row_of.run_id) < (:'after'::timestamptz, :'after_tie'::uuid))
        AND (:'before'::timestamptz IS NULL OR (row_of.queued_at, row_of.run_id) > (:'before'::timestamptz, :'before_tie'::uuid))
    ORDER BY row_of.queued_at DESC, row_of.run_id DESC
    LIMIT :'size'::integer
),

backward AS (
    SELECT row_of.run_id
    FROM sync_run AS row_of
    WHERE
        :'backward'::boolean
        AND (:'only'::text IS NULL OR row_of.user_id = :'only'::text)
        AND (:'states'::text[] IS NULL OR row_of.state = any(:'states'::text[]))
        AND (:'after'::timestamptz IS NULL OR (row_of.queued_at, row_of.run_id) < (:'after'::timestamptz, :'after_tie'::uuid))
        AND (:'before'::timestamptz IS NULL OR (row_of.queued_at, row_of.run_id) > (:'before'::timestamptz, :'before_tie'::uuid))
    ORDER BY row_of.queued_at ASC, row_of.run_id ASC
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
    sync_run.run_id IN (
        SELECT forward.run_id FROM forward
        UNION ALL
        SELECT backward.run_id FROM backward
    )
ORDER BY sync_run.queued_at DESC, sync_run.run_id DESC;
