-- Title: How far heart rate fell in the 10 minutes after each exercise
-- Parameters: none
-- Grain: one row per person and exercise of the last four weeks
SELECT
    exercise_recovery.user_id,
    exercise_recovery.start_local,
    exercise_recovery.detailed_sport,
    exercise_recovery.bpm_at_end,
    exercise_recovery.lowest_bpm_after,
    exercise_recovery.recovery_bpm,
    exercise_recovery.sample_count
FROM exercise_recovery
WHERE exercise_recovery.start_local >= now() - interval '28 days'
ORDER BY exercise_recovery.user_id, exercise_recovery.start_local;
