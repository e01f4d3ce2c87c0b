-- Title: Queue a sync of everybody who is due
-- Parameters: now timestamptz; interval_minutes integer; lookback integer
-- Grain: one row per connected person whose last run was queued an interval ago
-- The days reach back to the feed that has waited longest, with 3 days of overlap, because Polar
-- completes rows after the fact; a person who was never synced gets a year.
WITH due AS (
    SELECT account.user_id, account.synced_at
    FROM account
    INNER JOIN credential ON account.user_id = credential.user_id AND credential.refused_at IS NULL
    WHERE NOT EXISTS (
        SELECT FROM sync_run
        WHERE
            sync_run.user_id = account.user_id
            AND (
                sync_run.state IN ('queued', 'running')
                OR (
                    sync_run.queued_at > :'now'::timestamptz - make_interval(mins => :'interval_minutes'::integer)
                    AND sync_run.error_code IS DISTINCT FROM 'broker_unavailable' -- Nobody worked on it.
                )
            )
    )
    FOR KEY SHARE OF account SKIP LOCKED -- Who is being deleted at this moment holds up nobody.
),

feed AS (
    SELECT due.user_id, sync_feed.feed, max(sync_feed.ended_at) AS brought_at
    FROM due
    INNER JOIN sync_run
        ON due.user_id = sync_run.user_id
        AND sync_run.queued_at > :'now'::timestamptz - make_interval(days => :'lookback'::integer)
    INNER JOIN sync_feed ON sync_run.run_id = sync_feed.run_id AND sync_feed.state <> 'failed'
    WHERE sync_feed.state <> 'skipped'
    GROUP BY due.user_id, sync_feed.feed
),

oldest AS (
    SELECT feed.user_id, min(feed.brought_at) AS brought_at
    FROM feed
    GROUP BY feed.user_id
)

INSERT INTO sync_run (user_id, origin, days, queued_at)
SELECT
    due.user_id,
    'schedule',
    CASE
        WHEN due.synced_at IS NULL THEN 365
        WHEN oldest.brought_at IS NULL THEN :'lookback'::integer
        ELSE least(
            :'lookback'::integer,
            3 + ceil(extract(EPOCH FROM :'now'::timestamptz - oldest.brought_at) / 86400)::integer
        )
    END,
    :'now'::timestamptz
FROM due
LEFT JOIN oldest ON due.user_id = oldest.user_id
ORDER BY due.synced_at ASC NULLS FIRST -- Who has waited longest is sent first.
ON CONFLICT (user_id) WHERE state IN ('queued', 'running') DO NOTHING
RETURNING sync_run.run_id;
