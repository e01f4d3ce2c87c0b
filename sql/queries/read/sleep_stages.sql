-- Title: Hypnogram of one night
-- Parameters: user_id text; date date, the day of waking up
-- Grain: one row per sample of the night, in order of time
SELECT
    sleep_stage_sample.local_time,
    sleep_stage_sample.stage
FROM sleep_stage_sample
WHERE
    sleep_stage_sample.user_id = :'user_id'::text
    AND sleep_stage_sample.local_time >= :'date'::date - interval '2 days'
    AND sleep_stage_sample.local_time < :'date'::date + interval '2 days'
    AND sleep_stage_sample.date = :'date'::date
ORDER BY sleep_stage_sample.local_time;
