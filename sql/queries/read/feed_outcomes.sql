-- Title: How feeds of syncs ended of late
-- Parameters: since timestamptz
-- Grain: one row per feed and outcome
SELECT
    sync_feed.feed,
    sync_feed.state,
    count(*) AS runs
FROM sync_feed
WHERE sync_feed.ended_at >= :'since'::timestamptz
GROUP BY sync_feed.feed, sync_feed.state
ORDER BY sync_feed.feed, sync_feed.state;
