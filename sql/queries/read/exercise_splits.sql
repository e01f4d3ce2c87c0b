-- Title: Equal stretches of exercises
-- Parameters: user_ids text[], exercise_ids bigint[], starts timestamp[]: whose, which, and when each began; metres double precision: how long a stretch is
-- Grain: one row per exercise (by its place among those asked for) and stretch, the first one first; of the last one what there is
WITH course AS (
    SELECT
        asked.place,
        sample.local_time,
        sample.distance_m,
        sample.heart_rate,
        sample.altitude_m,
        floor(sample.distance_m / :'metres'::double precision)::integer AS stretch
    FROM
        unnest(:'user_ids'::text[], :'exercise_ids'::bigint[], :'starts'::timestamp[])
        WITH ORDINALITY AS asked (user_id, exercise_id, start_local, place)
    INNER JOIN exercise_sample AS sample
        ON
            asked.user_id = sample.user_id
            AND asked.exercise_id = sample.exercise_id
            AND sample.local_time >= asked.start_local - interval '1 day'
            AND sample.local_time < asked.start_local + interval '30 days'
    WHERE sample.distance_m >= 0
),

stretches AS (
    SELECT
        course.place,
        course.stretch,
        min(course.local_time) AS begun,
        max(course.local_time) AS ended,
        max(course.distance_m) AS reached_m,
        avg(course.heart_rate) FILTER (WHERE course.heart_rate > 0) AS heart_rate_avg,
        (array_agg(course.altitude_m ORDER BY course.local_time) FILTER (WHERE course.altitude_m IS NOT NULL))[1] AS altitude_m,
        (array_agg(course.altitude_m ORDER BY course.local_time DESC) FILTER (WHERE course.altitude_m IS NOT NULL))[1] AS last_altitude_m
    FROM course
    GROUP BY course.place, course.stretch
)

SELECT
    stretches.place,
    stretches.stretch + 1 AS number,
    coalesce(
        CASE WHEN lead(stretches.begun) OVER whole IS NOT NULL THEN :'metres'::double precision END,
        stretches.reached_m - stretches.stretch * :'metres'::double precision
    ) AS distance_m,
    extract(EPOCH FROM coalesce(lead(stretches.begun) OVER whole, stretches.ended) - stretches.begun)::double precision AS duration_s,
    stretches.heart_rate_avg::double precision AS heart_rate_avg,
    (coalesce(lead(stretches.altitude_m) OVER whole, stretches.last_altitude_m) - stretches.altitude_m)::double precision AS climb_m
FROM stretches
WINDOW whole AS (PARTITION BY stretches.place ORDER BY stretches.stretch)
ORDER BY stretches.place, stretches.stretch;
