-- Title: Exercises by their start on the wearer's clock
-- Parameters: user_ids text[]; first, last date, both included; duplicates boolean
-- Grain: one row per person and exercise, the newest first; of a session that came twice the first record, or all with `duplicates`
SELECT
    exercise.user_id,
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
    exercise.has_details,
    exercise.name,
    exercise.note,
    exercise.feeling,
    exercise.ascent_m,
    exercise.descent_m,
    exercise.recovery_time_s,
    exercise.training_benefit,
    exercise.start_trigger,
    exercise.exercise_id,
    exercise.duplicate_of
FROM exercise
WHERE
    exercise.user_id = any(:'user_ids'::text[])
    AND (:'duplicates'::boolean OR exercise.duplicate_of IS NULL)
    AND exercise.start_local >= :'first'::date
    AND exercise.start_local < :'last'::date + interval '1 day'
ORDER BY exercise.start_local DESC, exercise.exercise_id DESC;
