-- Title: Inactivity alerts of one day
-- Parameters: user_id text; date date
-- Grain: one row per alert, in order of time
SELECT
    inactivity_stamp_sample.local_time
FROM inactivity_stamp_sample
WHERE
    inactivity_stamp_sample.user_id = :'user_id'::text
    AND inactivity_stamp_sample.local_time >= :'date'::date
    AND inactivity_stamp_sample.local_time < :'date'::date + interval '1 day'
ORDER BY inactivity_stamp_sample.local_time;
