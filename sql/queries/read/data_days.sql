-- Title: How many days have data
-- Parameters: user_ids text[]; first, last date, both included
-- Grain: one row per person
SELECT
    asked.user_id,
    (
        SELECT count(*)
        FROM sleep
        WHERE sleep.user_id = asked.user_id AND sleep.date BETWEEN :'first'::date AND :'last'::date
    ) AS sleep,
    (
        SELECT count(*)
        FROM nightly_recharge
        WHERE
            nightly_recharge.user_id = asked.user_id
            AND nightly_recharge.date BETWEEN :'first'::date AND :'last'::date
    ) AS recharge,
    (
        SELECT count(*)
        FROM activity
        WHERE activity.user_id = asked.user_id AND activity.date BETWEEN :'first'::date AND :'last'::date
    ) AS activity,
    (
        SELECT count(*)
        FROM cardio_load
        WHERE cardio_load.user_id = asked.user_id AND cardio_load.date BETWEEN :'first'::date AND :'last'::date
    ) AS cardio_load
FROM unnest(:'user_ids'::text[]) AS asked (user_id);
