-- Title: Spans of all nights of a person
-- Parameters: user_id text
-- Grain: one row per night with both times, on the wearer's clock
SELECT
    sleep.date,
    sleep.sleep_start_local,
    sleep.sleep_end_local
FROM sleep
WHERE
    sleep.user_id = :'user_id'::text
    AND sleep.sleep_start_local IS NOT NULL AND sleep.sleep_end_local IS NOT NULL;
