-- Title: Exercises that are stored with zones, samples and route
-- Parameters: user_id text
-- Grain: one row per exercise
SELECT exercise.polar_exercise_id
FROM exercise
WHERE
    exercise.user_id = :'user_id'::text
    AND exercise.has_details;
