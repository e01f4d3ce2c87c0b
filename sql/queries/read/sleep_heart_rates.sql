-- Title: Heart rate of one night
-- Parameters: user_ids text[]; date date, the day of waking up
-- Grain: one row per person with any sample, the columns in order of time
SELECT
    sleep_heart_rate_sample.user_id,
    array_agg(sleep_heart_rate_sample.local_time ORDER BY sleep_heart_rate_sample.local_time, sleep_heart_rate_sample.fold) AS local_time,
    array_agg(sleep_heart_rate_sample.bpm ORDER BY sleep_heart_rate_sample.local_time, sleep_heart_rate_sample.fold) AS values
FROM sleep_heart_rate_sample
WHERE
    sleep_heart_rate_sample.user_id = any(:'user_ids'::text[])
    AND sleep_heart_rate_sample.local_time >= :'date'::date - interval '2 days'
    AND sleep_heart_rate_sample.local_time < :'date'::date + interval '2 days'
    AND sleep_heart_rate_sample.date = :'date'::date
GROUP BY sleep_heart_rate_sample.user_id;
