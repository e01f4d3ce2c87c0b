-- Title: The newest night of people
-- Parameters: user_ids text[]
-- Grain: one row per person with a night
SELECT
    sleep.user_id,
    max(sleep.date) AS date
FROM sleep
WHERE sleep.user_id = any(:'user_ids'::text[])
GROUP BY sleep.user_id;
