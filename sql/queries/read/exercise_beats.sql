-- Title: RR intervals of exercises
-- Parameters: exercise_ids bigint[]
-- Grain: one row per exercise that has any
SELECT
    exercise.exercise_id,
    exercise.rr_interval_ms
FROM exercise
WHERE exercise.exercise_id = any(:'exercise_ids'::bigint[]) AND exercise.rr_interval_ms IS NOT NULL;
