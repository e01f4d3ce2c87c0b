-- Title: How many rows a window holds
-- Parameters: user_ids text[]; first, last date, both included
-- Grain: one row per person
SELECT
    asked.user_id,
    (
        SELECT count(*)
        FROM sleep
        WHERE sleep.user_id = asked.user_id AND sleep.date BETWEEN :'first'::date AND :'last'::date
    )::integer AS sleep,
    (
        SELECT count(*)
        FROM activity
        WHERE activity.user_id = asked.user_id AND activity.date BETWEEN :'first'::date AND :'last'::date
    )::integer AS activity,
    (
        SELECT count(*)
        FROM nightly_recharge
        WHERE nightly_recharge.user_id = asked.user_id AND nightly_recharge.date BETWEEN :'first'::date AND :'last'::date
    )::integer AS recharge,
    (
        SELECT count(*)
        FROM cardio_load
        WHERE cardio_load.user_id = asked.user_id AND cardio_load.date BETWEEN :'first'::date AND :'last'::date
    )::integer AS cardio_load,
    (
        SELECT count(*)
        FROM metric_daily
        WHERE
            metric_daily.user_id = asked.user_id
            AND metric_daily.metric = 'hr_samples'
            AND metric_daily.date BETWEEN :'first'::date AND :'last'::date
    )::integer AS heart_rate,
    (
        SELECT count(*)
        FROM exercise
        WHERE
            exercise.user_id = asked.user_id
            AND exercise.duplicate_of IS NULL
            AND exercise.start_local >= :'first'::date
            AND exercise.start_local < :'last'::date + interval '1 day'
    )::integer AS exercises
FROM unnest(:'user_ids'::text[]) AS asked (user_id);
