-- Title: Breathing rate through one night
-- Parameters: user_id text; date date, the day of waking up
-- Grain: one row per sample of the night, in order of time
SELECT
    breathing_sample.local_time,
    breathing_sample.breaths_per_minute
FROM breathing_sample
WHERE
    breathing_sample.user_id = :'user_id'::text
    AND breathing_sample.local_time >= :'date'::date - interval '2 days'
    AND breathing_sample.local_time < :'date'::date + interval '2 days'
    AND breathing_sample.date = :'date'::date
ORDER BY breathing_sample.local_time;
