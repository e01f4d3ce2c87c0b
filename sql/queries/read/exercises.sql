-- Title: Exercises by their start on the wearer's clock
-- Parameters: user_ids text[]; first, last date, both included
-- Grain: one row per person and exercise, the newest first
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
    exercise.user_id = any(:'user_ids'::text[])
    AND exercise.start_local >= :'first'::date
    AND exercise.start_local < :'last'::date + interval '1 day'
ORDER BY exercise.start_local DESC, exercise.exercise_id DESC;
