-- Title: Routes of exercises
-- Parameters: user_ids text[], exercise_ids bigint[], starts timestamp[]: whose, which, and when each began; most integer, at most so many points of each, evenly chosen (NULL: all)
-- Grain: one row per exercise with a route, by its place among those asked for; columns in order of time; metres since the start are summed before points are left out
SELECT
    asked.place,
    route.local_time,
    route.latitude,
    route.longitude,
    route.distance_m,
    route.satellites,
    route.fix
FROM
    unnest(:'user_ids'::text[], :'exercise_ids'::bigint[], :'starts'::timestamp[])
    WITH ORDINALITY AS asked (user_id, exercise_id, start_local, place)
-- Each exercise in its own stretch of time; a CTE can not look sideways.
CROSS JOIN LATERAL ( -- noqa: ST05
    SELECT
        array_agg(point.local_time ORDER BY point.local_time) AS local_time,
        array_agg(point.latitude ORDER BY point.local_time) AS latitude,
        array_agg(point.longitude ORDER BY point.local_time) AS longitude,
        array_agg(point.distance_m ORDER BY point.local_time) AS distance_m,
        array_agg(point.satellites ORDER BY point.local_time) AS satellites,
        array_agg(point.fix ORDER BY point.local_time) AS fix
    FROM (
        SELECT
            step.local_time,
            step.latitude,
            step.longitude,
            step.satellites,
            step.fix,
            sum(step.metres) OVER (ORDER BY step.local_time) AS distance_m,
            row_number() OVER (ORDER BY step.local_time) - 1 AS place,
            count(*) OVER () AS total
        FROM (
            SELECT
                route_point_sample.local_time,
                route_point_sample.latitude,
                route_point_sample.longitude,
                route_point_sample.satellites,
                route_point_sample.fix,
                coalesce(metres_between(
                    lag(route_point_sample.latitude) OVER (ORDER BY route_point_sample.local_time),
                    lag(route_point_sample.longitude) OVER (ORDER BY route_point_sample.local_time),
                    route_point_sample.latitude,
                    route_point_sample.longitude
                ), 0) AS metres
            FROM route_point_sample
            WHERE
                route_point_sample.user_id = asked.user_id
                AND route_point_sample.exercise_id = asked.exercise_id
                AND route_point_sample.local_time >= asked.start_local - interval '1 day'
                AND route_point_sample.local_time < asked.start_local + interval '30 days'
        ) AS step
    ) AS point
    WHERE
        :'most'::integer IS NULL
        OR point.total <= :'most'::integer
        OR point.place * :'most'::integer % point.total < :'most'::integer
) AS route
WHERE route.local_time IS NOT NULL;
