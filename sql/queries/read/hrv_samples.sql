-- Title: Heart rate variability through one night
-- Parameters: user_id text; date date, the day of waking up
-- Grain: one row per sample of the night, in order of time
SELECT
    hrv_sample.local_time,
    hrv_sample.rmssd_ms
FROM hrv_sample
WHERE
    hrv_sample.user_id = :'user_id'::text
    AND hrv_sample.local_time >= :'date'::date - interval '2 days'
    AND hrv_sample.local_time < :'date'::date + interval '2 days'
    AND hrv_sample.date = :'date'::date
ORDER BY hrv_sample.local_time;
