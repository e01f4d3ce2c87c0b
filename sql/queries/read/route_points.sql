-- Title: Route of one exercise
-- Parameters: user_id text; exercise_id bigint; start_local timestamp, the start of the exercise
-- Grain: one row per point, in order of time
SELECT
    route_point_sample.local_time,
    route_point_sample.latitude,
    route_point_sample.longitude,
    route_point_sample.satellites,
    route_point_sample.fix
FROM route_point_sample
WHERE
    route_point_sample.user_id = :'user_id'::text
    AND route_point_sample.exercise_id = :'exercise_id'::bigint
    AND route_point_sample.local_time >= :'start_local'::timestamp - interval '1 day'
    AND route_point_sample.local_time < :'start_local'::timestamp + interval '30 days'
ORDER BY route_point_sample.local_time;
