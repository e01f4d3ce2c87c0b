-- Title: Heart rate of one day, moments with a signal
-- Parameters: user_ids text[]; date date
-- Grain: one row per person with any sample, the columns in order of time
SELECT
    heart_rate_sample.user_id,
    array_agg(heart_rate_sample.local_time ORDER BY heart_rate_sample.local_time, heart_rate_sample.fold) AS local_time,
    array_agg(heart_rate_sample.bpm ORDER BY heart_rate_sample.local_time, heart_rate_sample.fold) AS values
FROM heart_rate_sample
WHERE
    heart_rate_sample.user_id = any(:'user_ids'::text[])
    AND heart_rate_sample.local_time >= :'date'::date
    AND heart_rate_sample.local_time < :'date'::date + interval '1 day'
    AND heart_rate_sample.bpm IS NOT NULL
GROUP BY heart_rate_sample.user_id;
