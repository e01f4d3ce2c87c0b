-- Title: Store time in heart-rate zones
-- Parameters: user_id text; one array per column
-- Grain: one row per exercise and zone; an unchanged row is not rewritten
INSERT INTO exercise_zone (exercise_id, zone_index, lower_bpm, upper_bpm, in_zone_s)
SELECT
    exercise.exercise_id,
    sent.zone_index,
    sent.lower_bpm,
    sent.upper_bpm,
    sent.in_zone_s
FROM unnest(
    :'polar_exercise_id'::text[],
    :'zone_index'::integer[],
    :'lower_bpm'::integer[],
    :'upper_bpm'::integer[],
    :'in_zone_s'::double precision[]
) AS sent (polar_exercise_id, zone_index, lower_bpm, upper_bpm, in_zone_s)
INNER JOIN exercise
    ON exercise.user_id = :'user_id'::text AND exercise.polar_exercise_id = sent.polar_exercise_id
ON CONFLICT (exercise_id, zone_index) DO UPDATE SET
    lower_bpm = excluded.lower_bpm,
    upper_bpm = excluded.upper_bpm,
    in_zone_s = excluded.in_zone_s
WHERE
    (exercise_zone.lower_bpm, exercise_zone.upper_bpm, exercise_zone.in_zone_s)
    IS DISTINCT FROM (excluded.lower_bpm, excluded.upper_bpm, excluded.in_zone_s);
