-- Title: Heart rate of one day, for the bare comparison of bench/graphql.py
-- Parameters: user_id text; date date
-- Grain: one row per sample, in order of time
SELECT
    heart_rate_sample.local_time,
    heart_rate_sample.bpm
FROM heart_rate_sample
WHERE
    heart_rate_sample.user_id = :'user_id'::text
    AND heart_rate_sample.local_time >= :'date'::date
    AND heart_rate_sample.local_time < :'date'::date + interval '1 day'
    AND heart_rate_sample.bpm IS NOT NULL
ORDER BY heart_rate_sample.local_time;
