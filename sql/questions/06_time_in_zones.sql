-- Title: Minutes in each heart-rate zone, by week
-- Parameters: none
-- Grain: one row per person and week of the last quarter
SELECT
    exercise_zone.user_id,
    time_bucket(interval '7 days', exercise_zone.start_local)::date AS week,
    round(sum(exercise_zone.in_zone_s) FILTER (WHERE exercise_zone.zone_index = 0) / 60) AS zone_1_min,
    round(sum(exercise_zone.in_zone_s) FILTER (WHERE exercise_zone.zone_index = 1) / 60) AS zone_2_min,
    round(sum(exercise_zone.in_zone_s) FILTER (WHERE exercise_zone.zone_index = 2) / 60) AS zone_3_min,
    round(sum(exercise_zone.in_zone_s) FILTER (WHERE exercise_zone.zone_index = 3) / 60) AS zone_4_min,
    round(sum(exercise_zone.in_zone_s) FILTER (WHERE exercise_zone.zone_index = 4) / 60) AS zone_5_min
FROM exercise_zone
INNER JOIN exercise
    ON exercise_zone.exercise_id = exercise.exercise_id AND exercise.duplicate_of IS NULL
WHERE exercise_zone.start_local >= now() - interval '90 days'
GROUP BY exercise_zone.user_id, week
ORDER BY exercise_zone.user_id, week;
