-- Title: Days with steps by the minute, from the hourly aggregate
-- Parameters: user_ids text[]; first, last date, both included
-- Grain: one row per person and day, the newest first
SELECT
    steps_hourly.user_id,
    steps_hourly.hour::date AS date,
    sum(steps_hourly.steps)::integer AS steps,
    sum(steps_hourly.minutes)::integer AS sample_count
FROM steps_hourly
WHERE
    steps_hourly.user_id = any(:'user_ids'::text[])
    AND steps_hourly.hour >= :'first'::date
    AND steps_hourly.hour < :'last'::date + interval '1 day'
GROUP BY steps_hourly.user_id, steps_hourly.hour::date
ORDER BY steps_hourly.hour::date DESC;
