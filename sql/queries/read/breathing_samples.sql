-- Title: Breathing rate through one night
-- Parameters: user_ids text[]; date date, the day of waking up
-- Grain: one row per person with any sample, the columns in order of time
SELECT
    breathing_sample.user_id,
    array_agg(breathing_sample.local_time ORDER BY breathing_sample.local_time, breathing_sample.fold) AS local_time,
    array_agg(breathing_sample.breaths_per_minute ORDER BY breathing_sample.local_time, breathing_sample.fold) AS values
FROM breathing_sample
WHERE
    breathing_sample.user_id = any(:'user_ids'::text[])
    AND breathing_sample.local_time >= :'date'::date - interval '2 days'
    AND breathing_sample.local_time < :'date'::date + interval '2 days'
    AND breathing_sample.date = :'date'::date
GROUP BY breathing_sample.user_id;
