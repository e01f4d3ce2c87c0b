-- Title: All that is known of an exercise, as one document
-- Parameters: user_id text; exercise_id bigint
-- Grain: one row or none
SELECT told.whole
FROM takeout_exercise(:'user_id'::text, :'exercise_id'::bigint) AS told (whole);
