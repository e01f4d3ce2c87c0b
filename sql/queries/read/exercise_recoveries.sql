-- Title: Heart rate in the minutes after exercises
-- Parameters: user_ids text[], exercise_ids bigint[], starts timestamp[]: whose, which, and when each began; minutes integer: so long after the end
-- Grain: one row per exercise with a heart rate, by its place among those asked for; columns in order of time
-- The end is the last heart rate of the exercise's own samples; from there on the samples of the day go on. A new session ends it.
SELECT
    asked.place,
    ending.ended_local,
    ending.heart_rate_end::double precision AS heart_rate_end,
    after.after_s,
    after.heart_rate
FROM
    unnest(:'user_ids'::text[], :'exercise_ids'::bigint[], :'starts'::timestamp[])
    WITH ORDINALITY AS asked (user_id, exercise_id, start_local, place)
-- Each exercise in its own stretch of time; a CTE can not look sideways.
CROSS JOIN LATERAL ( -- noqa: ST05
    SELECT
        max(sample.local_time) AS ended_local,
        avg(sample.heart_rate) FILTER (WHERE sample.local_time > sample.last_time - interval '15 seconds') AS heart_rate_end
    FROM (
        SELECT
            exercise_sample.local_time,
            exercise_sample.heart_rate,
            max(exercise_sample.local_time) OVER () AS last_time
        FROM exercise_sample
        WHERE
            exercise_sample.user_id = asked.user_id
            AND exercise_sample.exercise_id = asked.exercise_id
            AND exercise_sample.heart_rate > 0
            AND exercise_sample.local_time >= asked.start_local - interval '1 day'
            AND exercise_sample.local_time < asked.start_local + interval '30 days'
    ) AS sample
) AS ending
CROSS JOIN LATERAL ( -- noqa: ST05
    SELECT
        array_agg(extract(EPOCH FROM sample.local_time - ending.ended_local)::integer ORDER BY sample.local_time) AS after_s,
        array_agg(sample.bpm::double precision ORDER BY sample.local_time) AS heart_rate
    FROM heart_rate_sample AS sample
    WHERE
        sample.user_id = asked.user_id
        AND sample.bpm > 0
        AND sample.local_time > ending.ended_local
        AND sample.local_time <= ending.ended_local + make_interval(mins => :'minutes'::integer)
        AND NOT EXISTS (
            SELECT FROM exercise AS next_one
            WHERE
                next_one.user_id = asked.user_id
                AND next_one.duplicate_of IS NULL
                AND next_one.start_local > ending.ended_local
                AND next_one.start_local <= sample.local_time
        )
) AS after
WHERE ending.ended_local IS NOT NULL;
