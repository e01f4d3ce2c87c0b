-- Title: How far the feeds of backfills got
-- Parameters: user_ids text[]
-- Grain: one row per person and feed
SELECT
    backfill_feed.user_id,
    backfill_feed.feed,
    backfill_feed.goal,
    backfill_feed.reached,
    backfill_feed.rows_received,
    backfill_feed.tries,
    backfill_feed.done,
    backfill_feed.note
FROM backfill_feed
WHERE backfill_feed.user_id = any(:'user_ids'::text[])
ORDER BY backfill_feed.user_id, backfill_feed.feed;
