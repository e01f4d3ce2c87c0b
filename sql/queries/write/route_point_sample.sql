-- Title: Store route point samples
-- Parameters: user_id text; first, last timestamp (span of local_time); one array per column
-- Grain: one row per exercise and moment; an exercise is replaced as a whole,
-- an unchanged row is not rewritten, and what came empty keeps what is there
WITH sent AS (
    SELECT
        exercise.exercise_id,
        raw.local_time,
        raw.latitude,
        raw.longitude,
        raw.satellites,
        raw.fix
    FROM unnest(
        :'polar_exercise_id'::text[],
        :'local_time'::timestamp[],
        :'latitude'::double precision[],
        :'longitude'::double precision[],
        :'satellites'::smallint[],
        :'fix'::smallint[]
    ) AS raw (polar_exercise_id, local_time, latitude, longitude, satellites, fix)
    INNER JOIN exercise
        ON exercise.user_id = :'user_id'::text AND exercise.polar_exercise_id = raw.polar_exercise_id
),

gone AS (
    DELETE FROM route_point_sample AS kept
    WHERE
        kept.user_id = :'user_id'::text
        AND kept.local_time >= :'first'::timestamp - interval '2 days'
        AND kept.local_time <= :'last'::timestamp + interval '2 days'
        AND kept.exercise_id IN (SELECT sent.exercise_id FROM sent)
        AND NOT EXISTS (
            SELECT FROM sent WHERE sent.exercise_id = kept.exercise_id AND sent.local_time = kept.local_time
        )
)

INSERT INTO route_point_sample (user_id, exercise_id, local_time, latitude, longitude, satellites, fix)
SELECT
    :'user_id'::text,
    sent.exercise_id,
    sent.local_time,
    sent.latitude,
    sent.longitude,
    sent.satellites,
    sent.fix
FROM sent
ON CONFLICT (user_id, exercise_id, local_time) DO UPDATE SET
    latitude = excluded.latitude,
    longitude = excluded.longitude,
    satellites = excluded.satellites,
    fix = excluded.fix
WHERE (
    route_point_sample.latitude,
    route_point_sample.longitude,
    route_point_sample.satellites,
    route_point_sample.fix
) IS DISTINCT FROM (
    excluded.latitude,
    excluded.longitude,
    excluded.satellites,
    excluded.fix
);
