-- Title: Exercises that are stored near the starts of others
-- Parameters: user_id text; start_local timestamp[]
-- Grain: one row per exercise that began within 2 s of one of the starts, with what it has of its course
SELECT
    exercise.polar_exercise_id,
    exercise.start_local,
    exercise.duration_s,
    exercise.device_id,
    exercise.source,
    exists(SELECT FROM exercise_zone AS zone WHERE zone.exercise_id = exercise.exercise_id) AS has_zones,
    exists(SELECT FROM exercise_lap AS lap WHERE lap.exercise_id = exercise.exercise_id) AS has_laps,
    exists(
        SELECT FROM exercise_sample AS sample
        WHERE
            sample.user_id = exercise.user_id AND sample.exercise_id = exercise.exercise_id
            AND sample.local_time >= exercise.start_local - interval '1 day'
            AND sample.local_time <= exercise.start_local + interval '8 days'
    ) AS has_samples,
    exists(
        SELECT FROM route_point_sample AS point
        WHERE
            point.user_id = exercise.user_id AND point.exercise_id = exercise.exercise_id
            AND point.local_time >= exercise.start_local - interval '1 day'
            AND point.local_time <= exercise.start_local + interval '8 days'
    ) AS has_route
FROM exercise
WHERE
    exercise.user_id = :'user_id'::text
    AND exercise.duplicate_of IS NULL
    AND EXISTS (
        SELECT FROM unnest(:'start_local'::timestamp[]) AS sent (start_local)
        WHERE exercise.start_local BETWEEN sent.start_local - interval '2 seconds' AND sent.start_local + interval '2 seconds'
    );
