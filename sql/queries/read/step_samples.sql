-- Title: Steps of one day by the minute
-- Parameters: user_id text; date date
-- Grain: one row per minute, in order of time
SELECT
    step_sample.local_time,
    step_sample.steps
FROM step_sample
WHERE
    step_sample.user_id = :'user_id'::text
    AND step_sample.local_time >= :'date'::date
    AND step_sample.local_time < :'date'::date + interval '1 day'
ORDER BY step_sample.local_time;
