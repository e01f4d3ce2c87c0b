-- Title: Records that repeat an exercise
-- Parameters: exercise_id bigint
-- Grain: one row per record of the same session
SELECT exercise.exercise_id
FROM exercise
WHERE exercise.duplicate_of = :'exercise_id'::bigint
ORDER BY exercise.exercise_id;
