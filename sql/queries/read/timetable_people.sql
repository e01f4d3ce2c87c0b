-- Title: Who is due for a sync
-- Parameters: now timestamptz; latest_at timestamptz: nobody is due later, unless a clock ran ahead; people integer, at most
-- Grain: one row per connected person without a run under way, who has waited longest first; wakes_at is when their
-- last nights ended on their clock
SELECT
    account.user_id,
    account.time_zone,
    account.utc_offset_minutes,
    waking.wakes_at,
    credential.noticed_at,
    credential.due_at
FROM credential
INNER JOIN account ON credential.user_id = account.user_id
LEFT JOIN LATERAL (
    SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY sleep.sleep_end_local::time) AS wakes_at
    FROM sleep
    WHERE
        sleep.user_id = credential.user_id
        AND sleep.date > (:'now'::timestamptz - interval '15 days')::date
        AND sleep.date <= (:'now'::timestamptz + interval '1 day')::date
) AS waking ON TRUE
WHERE
    credential.refused_at IS NULL
    AND (
        credential.due_at IS NULL
        OR credential.due_at <= :'now'::timestamptz
        OR credential.due_at > :'latest_at'::timestamptz
    )
    AND NOT EXISTS (
        SELECT FROM sync_run
        WHERE sync_run.user_id = credential.user_id AND sync_run.state IN ('queued', 'running')
    )
ORDER BY credential.due_at ASC NULLS FIRST, account.user_id ASC
LIMIT :'people'::integer;
