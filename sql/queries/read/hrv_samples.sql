-- Title: Heart rate variability through one night
-- Parameters: user_ids text[]; date date, the day of waking up
-- Grain: one row per person with any sample, the columns in order of time
SELECT
    hrv_sample.user_id,
    array_agg(hrv_sample.local_time ORDER BY hrv_sample.local_time, hrv_sample.fold) AS local_time,
    array_agg(hrv_sample.rmssd_ms ORDER BY hrv_sample.local_time, hrv_sample.fold) AS values
FROM hrv_sample
WHERE
    hrv_sample.user_id = any(:'user_ids'::text[])
    AND hrv_sample.local_time >= :'date'::date - interval '2 days'
    AND hrv_sample.local_time < :'date'::date + interval '2 days'
    AND hrv_sample.date = :'date'::date
GROUP BY hrv_sample.user_id;
