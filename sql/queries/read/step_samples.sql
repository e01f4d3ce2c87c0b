-- Title: Steps of one day by the minute
-- Parameters: user_ids text[]; date date
-- Grain: one row per person with any step, the columns in order of time.
-- Samples belong to the date of their answer, also those on the clock of a neighbour.
SELECT
    step_sample.user_id,
    array_agg(step_sample.local_time ORDER BY step_sample.local_time, step_sample.fold) AS local_time,
    array_agg(step_sample.steps ORDER BY step_sample.local_time, step_sample.fold) AS values
FROM step_sample
WHERE
    step_sample.user_id = any(:'user_ids'::text[])
    AND step_sample.local_time >= :'date'::date - interval '1 day'
    AND step_sample.local_time < :'date'::date + interval '2 days'
    AND coalesce(step_sample.date, step_sample.local_time::date) = :'date'::date
GROUP BY step_sample.user_id;
