-- Title: What the feeds of sync runs did
-- Parameters: run_ids uuid[]
-- Grain: one row per run and feed, in the order in which they ended
SELECT
    sync_feed.run_id,
    sync_feed.feed,
    sync_feed.state,
    sync_feed.rows_received,
    sync_feed.rows_written,
    sync_feed.rows_rejected,
    sync_feed.days_asked,
    sync_feed.days_answered,
    sync_feed.first_day,
    sync_feed.last_day,
    sync_feed.error_code,
    sync_feed.error,
    sync_feed.problems,
    sync_feed.notes,
    sync_feed.ended_at
FROM sync_feed
WHERE sync_feed.run_id = any(:'run_ids'::uuid[])
ORDER BY sync_feed.run_id, sync_feed.ended_at, sync_feed.feed;
