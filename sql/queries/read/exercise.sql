-- Title: One exercise by Ursa's number or by Polar's id
-- Parameters: user_id text; exercise_id bigint (NULL: none); polar_exercise_id text
-- Grain: one row or none; Ursa's number goes before a Polar id that looks like one
SELECT
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
    exercise.rr_interval_ms,
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
    exercise.user_id = :'user_id'::text
    AND (
        exercise.exercise_id = :'exercise_id'::bigint
        OR exercise.polar_exercise_id = :'polar_exercise_id'::text
    )
ORDER BY (exercise.exercise_id = :'exercise_id'::bigint) DESC NULLS LAST
LIMIT 1;
