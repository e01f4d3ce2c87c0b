-- Title: A page of exercises
-- Parameters: user_id text; after, before timestamp; after_tie, before_tie bigint (NULL: no limit); backward boolean: the last ones; size integer; first, last date (NULL: no limit)
-- Grain: one row per exercise, newest first
WITH forward AS (
    SELECT exercise.exercise_id
    FROM exercise
    WHERE
        NOT :'backward'::boolean
        AND exercise.user_id = :'user_id'::text
        AND (:'after'::timestamp IS NULL OR (exercise.start_local, exercise.exercise_id) < (:'after'::timestamp, :'after_tie'::bigint))
        AND (:'before'::timestamp IS NULL OR (exercise.start_local, exercise.exercise_id) > (:'before'::timestamp, :'before_tie'::bigint))
        AND (:'first'::date IS NULL OR exercise.start_local >= :'first'::date)
        AND (:'last'::date IS NULL OR exercise.start_local < :'last'::date + interval '1 day')
    ORDER BY exercise.start_local DESC, exercise.exercise_id DESC
    LIMIT :'size'::integer
),

backward AS (
    SELECT exercise.exercise_id
    FROM exercise
    WHERE
        :'backward'::boolean
        AND exercise.user_id = :'user_id'::text
        AND (:'after'::timestamp IS NULL OR (exercise.start_local, exercise.exercise_id) < (:'after'::timestamp, :'after_tie'::bigint))
        AND (:'before'::timestamp IS NULL OR (exercise.start_local, exercise.exercise_id) > (:'before'::timestamp, :'before_tie'::bigint))
        AND (:'first'::date IS NULL OR exercise.start_local >= :'first'::date)
        AND (:'last'::date IS NULL OR exercise.start_local < :'last'::date + interval '1 day')
    ORDER BY exercise.start_local ASC, exercise.exercise_id ASC
    LIMIT :'size'::integer
)

SELECT
    exercise.user_id,
    exercise.exercise_id,
    exercise.polar_exercise_id,
    exercise.start_at,
    exercise.start_local,
    exercise.utc_offset_minutes,
    exercise.duration_s,
    exercise.uploaded_at,
    exercise.sport,
    exercise.detailed_sport,
    exercise.device,
    exercise.device_id,
    exercise.distance_m,
    exercise.calories,
    exercise.heart_rate_avg,
    exercise.heart_rate_max,
    exercise.training_load,
    exercise.cardio_load,
    exercise.cardio_load_interpretation,
    exercise.muscle_load,
    exercise.muscle_load_interpretation,
    exercise.perceived_load,
    exercise.perceived_load_interpretation,
    exercise.user_rpe,
    exercise.running_index,
    exercise.fat_percent,
    exercise.carbohydrate_percent,
    exercise.protein_percent,
    exercise.has_route,
    exercise.has_details
FROM exercise
WHERE
    exercise.user_id = :'user_id'::text
    AND exercise.exercise_id IN (
        SELECT forward.exercise_id FROM forward
        UNION ALL
        SELECT backward.exercise_id FROM backward
    )
ORDER BY exercise.start_local DESC, exercise.exercise_id DESC;
