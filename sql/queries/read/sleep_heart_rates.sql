-- Title: Heart rate of one night
-- Parameters: user_id text; date date, the day of waking up
-- Grain: one row per sample of the night, in order of time
SELECT
    sleep_heart_rate_sample.local_time,
    sleep_heart_rate_sample.bpm
FROM sleep_heart_rate_sample
WHERE
    sleep_heart_rate_sample.user_id = :'user_id'::text
    AND sleep_heart_rate_sample.local_time >= :'date'::date - interval '2 days'
    AND sleep_heart_rate_sample.local_time < :'date'::date + interval '2 days'
    AND sleep_heart_rate_sample.date = :'date'::date
ORDER BY sleep_heart_rate_sample.local_time;
