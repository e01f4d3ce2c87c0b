SELECT
    zone.user_id,
    date_trunc('week', zone.start_local)::date AS week,
    zone.zone_index + 1 AS zone,
    sum(zone.in_zone_s) / 60 AS minutes,
    sum(zone.in_zone_s) / nullif(sum(sum(zone.in_zone_s)) OVER (
        PARTITION BY zone.user_id, date_trunc('week', zone.start_local)
    ), 0) AS share
FROM {{ source('analytics', 'exercise_zone') }} AS zone
INNER JOIN {{ source('analytics', 'exercise') }} AS exercise
    ON zone.exercise_id = exercise.exercise_id AND exercise.duplicate_of IS NULL
WHERE zone.in_zone_s > 0
GROUP BY zone.user_id, week, zone.zone_index, date_trunc('week', zone.start_local)
