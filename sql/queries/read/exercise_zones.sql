-- Title: Heart-rate zones of one exercise
-- Parameters: exercise_id bigint; user_id text
-- Grain: one row per zone, the lowest first
SELECT
    exercise.polar_exercise_id,
    exercise_zone.zone_index,
    exercise_zone.lower_bpm,
    exercise_zone.upper_bpm,
    exercise_zone.in_zone_s
FROM exercise_zone
INNER JOIN exercise ON exercise_zone.exercise_id = exercise.exercise_id
WHERE exercise.user_id = :'user_id'::text AND exercise_zone.exercise_id = :'exercise_id'::bigint
ORDER BY exercise_zone.zone_index;
