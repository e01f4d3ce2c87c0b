-- Title: Routes of exercises
-- Parameters: user_ids text[], exercise_ids bigint[], starts timestamp[]: whose, which, and when each began
-- Grain: one row per exercise with a route, by its place among those asked for; columns in order of time
SELECT
    asked.place,
    route.local_time,
    route.latitude,
    route.longitude,
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
        array_agg(point.satellites ORDER BY point.local_time) AS satellites,
        array_agg(point.fix ORDER BY point.local_time) AS fix
    FROM route_point_sample AS point
    WHERE
        point.user_id = asked.user_id
        AND point.exercise_id = asked.exercise_id
        AND point.local_time >= asked.start_local - interval '1 day'
        AND point.local_time < asked.start_local + interval '30 days'
) AS route
WHERE route.local_time IS NOT NULL;
