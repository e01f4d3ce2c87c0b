-- Title: What feeds of people were last asked for, and what came
-- Parameters: user_ids text[]
-- Grain: one row per person and feed that was ever asked for
SELECT
    feed_state.user_id,
    feed_state.feed,
    feed_state.asked_at,
    feed_state.brought_at,
    feed_state.last_day,
    feed_state.whole,
    feed_state.reached_for_at
FROM feed_state
WHERE feed_state.user_id = any(:'user_ids'::text[]);
