-- Title: The database's own ids of exercises
-- Parameters: user_id text; polar_exercise_ids text[]
-- Grain: one row per exercise that is there
SELECT exercise.exercise_id
FROM exercise
WHERE exercise.user_id = :'user_id'::text AND exercise.polar_exercise_id = any(:'polar_exercise_ids'::text[]);
