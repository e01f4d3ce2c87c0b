-- Title: Samples of exercises
-- Parameters: user_ids text[], exercise_ids bigint[], starts timestamp[]: whose, which, and when each began; most integer, at most so many moments of each, evenly chosen (NULL: all)
-- Grain: one row per exercise asked for, by its place among them; columns in order of time, NULL without any value
SELECT
    asked.place,
    course.local_time,
    course.heart_rate,
    course.speed_kmh,
    course.cadence_rpm,
    course.altitude_m,
    course.power_w,
    course.pedalling_index_percent,
    course.left_right_balance_percent,
    course.air_pressure_hpa,
    course.running_cadence_spm,
    course.temperature_c,
    course.distance_m
FROM
    unnest(:'user_ids'::text[], :'exercise_ids'::bigint[], :'starts'::timestamp[])
    WITH ORDINALITY AS asked (user_id, exercise_id, start_local, place)
-- Each exercise in its own stretch of time; a CTE can not look sideways.
CROSS JOIN LATERAL ( -- noqa: ST05
    SELECT
        array_agg(sample.local_time ORDER BY sample.local_time) AS local_time,
        CASE WHEN count(sample.heart_rate) > 0 THEN array_agg(sample.heart_rate ORDER BY sample.local_time) END AS heart_rate,
        CASE WHEN count(sample.speed_kmh) > 0 THEN array_agg(sample.speed_kmh ORDER BY sample.local_time) END AS speed_kmh,
        CASE WHEN count(sample.cadence_rpm) > 0 THEN array_agg(sample.cadence_rpm ORDER BY sample.local_time) END AS cadence_rpm,
        CASE WHEN count(sample.altitude_m) > 0 THEN array_agg(sample.altitude_m ORDER BY sample.local_time) END AS altitude_m,
        CASE WHEN count(sample.power_w) > 0 THEN array_agg(sample.power_w ORDER BY sample.local_time) END AS power_w,
        CASE
            WHEN count(sample.pedalling_index_percent) > 0
                THEN array_agg(sample.pedalling_index_percent ORDER BY sample.local_time)
        END AS pedalling_index_percent,
        CASE
            WHEN count(sample.left_right_balance_percent) > 0
                THEN array_agg(sample.left_right_balance_percent ORDER BY sample.local_time)
        END AS left_right_balance_percent,
        CASE
            WHEN count(sample.air_pressure_hpa) > 0 THEN array_agg(sample.air_pressure_hpa ORDER BY sample.local_time)
        END AS air_pressure_hpa,
        CASE
            WHEN count(sample.running_cadence_spm) > 0
                THEN array_agg(sample.running_cadence_spm ORDER BY sample.local_time)
        END AS running_cadence_spm,
        CASE
            WHEN count(sample.temperature_c) > 0 THEN array_agg(sample.temperature_c ORDER BY sample.local_time)
        END AS temperature_c,
        CASE WHEN count(sample.distance_m) > 0 THEN array_agg(sample.distance_m ORDER BY sample.local_time) END AS distance_m
    FROM (
        SELECT
            exercise_sample.*,
            row_number() OVER (ORDER BY exercise_sample.local_time) - 1 AS place,
            count(*) OVER () AS total
        FROM exercise_sample
        WHERE
            exercise_sample.user_id = asked.user_id
            AND exercise_sample.exercise_id = asked.exercise_id
            AND exercise_sample.local_time >= asked.start_local - interval '1 day'
            AND exercise_sample.local_time < asked.start_local + interval '30 days'
    ) AS sample
    WHERE
        :'most'::integer IS NULL
        OR sample.total <= :'most'::integer
        OR sample.place * :'most'::integer % sample.total < :'most'::integer
) AS course
WHERE course.local_time IS NOT NULL;
