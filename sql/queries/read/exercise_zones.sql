-- Title: Heart-rate zones of exercises
-- Parameters: exercise_ids bigint[]
-- Grain: one row per exercise and zone, the lowest zone first
SELECT
    exercise.exercise_id,
    exercise.polar_exercise_id,
    exercise_zone.zone_index,
    exercise_zone.lower_bpm,
    exercise_zone.upper_bpm,
    exercise_zone.in_zone_s
FROM exercise_zone
INNER JOIN exercise ON exercise_zone.exercise_id = exercise.exercise_id
WHERE exercise_zone.exercise_id = any(:'exercise_ids'::bigint[])
ORDER BY exercise_zone.exercise_id, exercise_zone.zone_index;
