-- Title: A page of each person's sync runs
-- Parameters: user_ids text[]; after, before timestamptz; after_tie, before_tie uuid (NULL: no limit); backward boolean: the last ones; size integer
-- Grain: one row per person and run, newest first
SELECT
    sync_run.user_id,
    sync_run.run_id,
    sync_run.origin,
    sync_run.state,
    sync_run.days,
    sync_run.queued_at,
    sync_run.started_at,
    sync_run.ended_at,
    sync_run.request_count,
    sync_run.error_code,
    sync_run.error
FROM unnest(:'user_ids'::text[]) AS asked (user_id)
-- So many of each person; a CTE can not look sideways.
CROSS JOIN LATERAL ( -- noqa: ST05
    (
        SELECT row_of.run_id
        FROM sync_run AS row_of
        WHERE
            NOT :'backward'::boolean
            AND row_of.user_id = asked.user_id
            AND (:'after'::timestamptz IS NULL OR (row_of.queued_at, row_of.run_id) < (:'after'::timestamptz, :'after_tie'::uuid))
            AND (:'before'::timestamptz IS NULL OR (row_of.queued_at, row_of.run_id) > (:'before'::timestamptz, :'before_tie'::uuid))
        ORDER BY row_of.queued_at DESC, row_of.run_id DESC
        LIMIT :'size'::integer
    )
    UNION ALL
    (
        SELECT row_of.run_id
        FROM sync_run AS row_of
        WHERE
            :'backward'::boolean
            AND row_of.user_id = asked.user_id
            AND (:'after'::timestamptz IS NULL OR (row_of.queued_at, row_of.run_id) < (:'after'::timestamptz, :'after_tie'::uuid))
            AND (:'before'::timestamptz IS NULL OR (row_of.queued_at, row_of.run_id) > (:'before'::timestamptz, :'before_tie'::uuid))
        ORDER BY row_of.queued_at ASC, row_of.run_id ASC
        LIMIT :'size'::integer
    )
) AS chosen
INNER JOIN sync_run ON asked.user_id = sync_run.user_id AND chosen.run_id = sync_run.run_id
ORDER BY sync_run.queued_at DESC, sync_run.run_id DESC;
