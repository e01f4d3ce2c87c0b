-- Title: Backfills of people
-- Parameters: user_ids text[]
-- Grain: one row per person who has one
SELECT
    backfill.user_id,
    backfill.until,
    backfill.state,
    backfill.started_at,
    backfill.ended_at,
    backfill.error
FROM backfill
WHERE backfill.user_id = any(:'user_ids'::text[]);
