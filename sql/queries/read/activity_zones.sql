-- Title: Activity zones of one day
-- Parameters: user_ids text[]; date date
-- Grain: one row per person with any change of zone, the columns in order of time.
-- Samples belong to the date of their answer, also those on the clock of a neighbour.
SELECT
    activity_zone_sample.user_id,
    array_agg(activity_zone_sample.local_time ORDER BY activity_zone_sample.local_time, activity_zone_sample.fold) AS local_time,
    array_agg(activity_zone_sample.zone ORDER BY activity_zone_sample.local_time, activity_zone_sample.fold) AS values
FROM activity_zone_sample
WHERE
    activity_zone_sample.user_id = any(:'user_ids'::text[])
    AND activity_zone_sample.local_time >= :'date'::date - interval '1 day'
    AND activity_zone_sample.local_time < :'date'::date + interval '2 days'
    AND coalesce(activity_zone_sample.date, activity_zone_sample.local_time::date) = :'date'::date
GROUP BY activity_zone_sample.user_id;
