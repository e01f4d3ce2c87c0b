-- Title: Inactivity alerts of one day
-- Parameters: user_ids text[]; date date
-- Grain: one row per person with any alert, the columns in order of time
SELECT
    inactivity_stamp_sample.user_id,
    array_agg(inactivity_stamp_sample.local_time ORDER BY inactivity_stamp_sample.local_time) AS local_time
FROM inactivity_stamp_sample
WHERE
    inactivity_stamp_sample.user_id = any(:'user_ids'::text[])
    AND inactivity_stamp_sample.local_time >= :'date'::date
    AND inactivity_stamp_sample.local_time < :'date'::date + interval '1 day'
GROUP BY inactivity_stamp_sample.user_id;
