-- Title: How many days have data
-- Parameters: user_id text; first, last date, both included
-- Grain: one row
SELECT
    (
        SELECT count(*)
        FROM sleep
        WHERE sleep.user_id = :'user_id'::text AND sleep.date BETWEEN :'first'::date AND :'last'::date
    ) AS sleep,
    (
        SELECT count(*)
        FROM nightly_recharge
        WHERE
            nightly_recharge.user_id = :'user_id'::text
            AND nightly_recharge.date BETWEEN :'first'::date AND :'last'::date
    ) AS recharge,
    (
        SELECT count(*)
        FROM activity
        WHERE activity.user_id = :'user_id'::text AND activity.date BETWEEN :'first'::date AND :'last'::date
    ) AS activity,
    (
        SELECT count(*)
        FROM cardio_load
        WHERE cardio_load.user_id = :'user_id'::text AND cardio_load.date BETWEEN :'first'::date AND :'last'::date
    ) AS cardio_load;
