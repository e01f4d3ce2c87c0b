-- Title: Activity zones of one day
-- Parameters: user_ids text[]; date date
-- Grain: one row per person with any change of zone, the columns in order of time
SELECT
    activity_zone_sample.user_id,
    array_agg(activity_zone_sample.local_time ORDER BY activity_zone_sample.local_time) AS local_time,
    array_agg(activity_zone_sample.zone ORDER BY activity_zone_sample.local_time) AS values
FROM activity_zone_sample
WHERE
    activity_zone_sample.user_id = any(:'user_ids'::text[])
    AND activity_zone_sample.local_time >= :'date'::date
    AND activity_zone_sample.local_time < :'date'::date + interval '1 day'
GROUP BY activity_zone_sample.user_id;
