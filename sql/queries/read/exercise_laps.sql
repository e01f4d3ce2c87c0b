-- Title: Laps of exercises
-- Parameters: exercise_ids bigint[]
-- Grain: one row per exercise and lap, those that were pressed by hand first
SELECT
    exercise.exercise_id,
    exercise.polar_exercise_id,
    exercise_lap.kind,
    exercise_lap.lap_index,
    exercise_lap.duration_s,
    exercise_lap.split_s,
    exercise_lap.distance_m,
    exercise_lap.heart_rate_avg,
    exercise_lap.heart_rate_max,
    exercise_lap.speed_avg_kmh,
    exercise_lap.speed_max_kmh,
    exercise_lap.ascent_m,
    exercise_lap.descent_m
FROM exercise_lap
INNER JOIN exercise ON exercise_lap.exercise_id = exercise.exercise_id
WHERE exercise_lap.exercise_id = any(:'exercise_ids'::bigint[])
ORDER BY exercise_lap.exercise_id, exercise_lap.kind DESC, exercise_lap.lap_index;
