-- Title: Activity zones of one day
-- Parameters: user_id text; date date
-- Grain: one row per change of zone, in order of time
SELECT
    activity_zone_sample.local_time,
    activity_zone_sample.zone
FROM activity_zone_sample
WHERE
    activity_zone_sample.user_id = :'user_id'::text
    AND activity_zone_sample.local_time >= :'date'::date
    AND activity_zone_sample.local_time < :'date'::date + interval '1 day'
ORDER BY activity_zone_sample.local_time;
