-- Title: When a person slept, how long, how long they mean to, and on which device, for the analysis
-- Parameters: user_id text; first, last date, both included
-- Grain: one row per night, the newest first
SELECT
    sleep.date,
    sleep.sleep_start_at,
    sleep.sleep_end_at,
    sleep.sleep_start_local,
    sleep.sleep_end_local,
    sleep.utc_offset_minutes,
    sleep.light_s,
    sleep.deep_s,
    sleep.rem_s,
    sleep.unrecognized_s,
    sleep.interruption_s,
    sleep.sleep_goal_s,
    sleep.device_id
FROM sleep
WHERE sleep.user_id = :'user_id'::text AND sleep.date BETWEEN :'first'::date AND :'last'::date
ORDER BY sleep.date DESC;
