-- Title: Hypnogram of one night
-- Parameters: user_ids text[]; date date, the day of waking up
-- Grain: one row per person with any sample, the columns in order of time
SELECT
    sleep_stage_sample.user_id,
    array_agg(sleep_stage_sample.local_time ORDER BY sleep_stage_sample.local_time, sleep_stage_sample.fold) AS local_time,
    array_agg(sleep_stage_sample.stage ORDER BY sleep_stage_sample.local_time, sleep_stage_sample.fold) AS values
FROM sleep_stage_sample
WHERE
    sleep_stage_sample.user_id = any(:'user_ids'::text[])
    AND sleep_stage_sample.local_time >= :'date'::date - interval '2 days'
    AND sleep_stage_sample.local_time < :'date'::date + interval '2 days'
    AND sleep_stage_sample.date = :'date'::date
GROUP BY sleep_stage_sample.user_id;
