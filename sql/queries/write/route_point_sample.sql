-- Title: Store route point samples
-- Parameters: user_id text; first, last timestamp (span of local_time); one array per column, NaN for NULL
-- Grain: one row, the number of rows that were new or had changed. An exercise is replaced as a whole,
-- an unchanged row is not rewritten, and what came empty keeps what is there. The caller holds the
-- person's account row, so no other writer comes between reading and inserting.
WITH sent AS MATERIALIZED (
    SELECT
        exercise.exercise_id,
        raw.local_time,
        raw.latitude,
        raw.longitude,
        nullif(raw.satellites, 'NaN')::smallint AS satellites,
        nullif(raw.fix, 'NaN')::smallint AS fix
    FROM unnest(
        :'polar_exercise_id'::text[],
        :'local_time'::timestamp[],
        :'latitude'::double precision[],
        :'longitude'::double precision[],
        :'satellites'::double precision[],
        :'fix'::double precision[]
    ) AS raw (polar_exercise_id, local_time, latitude, longitude, satellites, fix)
    INNER JOIN exercise
        ON exercise.user_id = :'user_id'::text AND exercise.polar_exercise_id = raw.polar_exercise_id
),

kept AS MATERIALIZED (
    SELECT there.exercise_id, there.local_time, there.latitude, there.longitude, there.satellites, there.fix
    FROM route_point_sample AS there
    WHERE
        there.user_id = :'user_id'::text
        AND there.local_time >= :'first'::timestamp - interval '2 days'
        AND there.local_time <= :'last'::timestamp + interval '2 days'
),

gone AS (
    DELETE FROM route_point_sample AS old
    USING kept
    WHERE
        old.user_id = :'user_id'::text
        AND old.local_time >= :'first'::timestamp - interval '2 days'
        AND old.local_time <= :'last'::timestamp + interval '2 days'
        AND old.exercise_id = kept.exercise_id AND old.local_time = kept.local_time
        AND kept.exercise_id IN (SELECT sent.exercise_id FROM sent)
        AND NOT EXISTS (SELECT FROM sent WHERE sent.exercise_id = kept.exercise_id AND sent.local_time = kept.local_time)
),

changed AS (
    UPDATE route_point_sample AS old SET
        latitude = sent.latitude,
        longitude = sent.longitude,
        satellites = sent.satellites,
        fix = sent.fix
    FROM sent
    INNER JOIN kept ON sent.exercise_id = kept.exercise_id AND sent.local_time = kept.local_time
    WHERE
        old.user_id = :'user_id'::text
        AND old.local_time >= :'first'::timestamp
        AND old.local_time <= :'last'::timestamp
        AND old.exercise_id = kept.exercise_id AND old.local_time = kept.local_time
        AND (kept.latitude, kept.longitude, kept.satellites, kept.fix) IS DISTINCT FROM (sent.latitude, sent.longitude, sent.satellites, sent.fix)
    RETURNING 1
),

added AS (
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
    WHERE NOT EXISTS (SELECT FROM kept WHERE sent.exercise_id = kept.exercise_id AND sent.local_time = kept.local_time)
    RETURNING 1
)

SELECT (SELECT count(*) FROM added) + (SELECT count(*) FROM changed) AS written;
