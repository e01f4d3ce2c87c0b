-- Title: Samples of one exercise
-- Parameters: user_id text; exercise_id bigint; start_local timestamp, the start of the exercise
-- Grain: one row per moment, in order of time
SELECT
    exercise_sample.local_time,
    exercise_sample.heart_rate,
    exercise_sample.speed_kmh,
    exercise_sample.cadence_rpm,
    exercise_sample.altitude_m,
    exercise_sample.power_w,
    exercise_sample.pedalling_index_percent,
    exercise_sample.left_right_balance_percent,
    exercise_sample.air_pressure_hpa,
    exercise_sample.running_cadence_spm,
    exercise_sample.temperature_c,
    exercise_sample.distance_m
FROM exercise_sample
WHERE
    exercise_sample.user_id = :'user_id'::text
    AND exercise_sample.exercise_id = :'exercise_id'::bigint
    AND exercise_sample.local_time >= :'start_local'::timestamp - interval '1 day'
    AND exercise_sample.local_time < :'start_local'::timestamp + interval '30 days'
ORDER BY exercise_sample.local_time;
