-- Title: Inactivity alerts of one day
-- Parameters: user_ids text[]; date date
-- Grain: one row per person with any alert, the columns in order of time.
-- Samples belong to the date of their answer, also those on the clock of a neighbour.
SELECT
    inactivity_stamp_sample.user_id,
    array_agg(inactivity_stamp_sample.local_time ORDER BY inactivity_stamp_sample.local_time, inactivity_stamp_sample.fold) AS local_time
FROM inactivity_stamp_sample
WHERE
    inactivity_stamp_sample.user_id = any(:'user_ids'::text[])
    AND inactivity_stamp_sample.local_time >= :'date'::date - interval '1 day'
    AND inactivity_stamp_sample.local_time < :'date'::date + interval '2 days'
    AND coalesce(inactivity_stamp_sample.date, inactivity_stamp_sample.local_time::date) = :'date'::date
GROUP BY inactivity_stamp_sample.user_id;
