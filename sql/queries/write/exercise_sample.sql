-- Title: Store exercise samples
-- Parameters: user_id text; first, last timestamp (span of local_time); one array per column
-- Grain: one row per exercise and moment; an exercise is replaced as a whole,
-- an unchanged row is not rewritten, and what came empty keeps what is there
WITH sent AS (
    SELECT
        exercise.exercise_id,
        raw.local_time,
        raw.heart_rate,
        raw.speed_kmh,
        raw.cadence_rpm,
        raw.altitude_m,
        raw.power_w,
        raw.pedalling_index_percent,
        raw.left_right_balance_percent,
        raw.air_pressure_hpa,
        raw.running_cadence_spm,
        raw.temperature_c,
        raw.distance_m
    FROM unnest(
        :'polar_exercise_id'::text[],
        :'local_time'::timestamp[],
        :'heart_rate'::smallint[],
        :'speed_kmh'::real[],
        :'cadence_rpm'::real[],
        :'altitude_m'::real[],
        :'power_w'::real[],
        :'pedalling_index_percent'::real[],
        :'left_right_balance_percent'::real[],
        :'air_pressure_hpa'::real[],
        :'running_cadence_spm'::real[],
        :'temperature_c'::real[],
        :'distance_m'::real[]
    ) AS raw (polar_exercise_id, local_time, heart_rate, speed_kmh, cadence_rpm, altitude_m, power_w, pedalling_index_percent, left_right_balance_percent, air_pressure_hpa, running_cadence_spm, temperature_c, distance_m)
    INNER JOIN exercise
        ON exercise.user_id = :'user_id'::text AND exercise.polar_exercise_id = raw.polar_exercise_id
),

gone AS (
    DELETE FROM exercise_sample AS kept
    WHERE
        kept.user_id = :'user_id'::text
        AND kept.local_time >= :'first'::timestamp - interval '2 days'
        AND kept.local_time <= :'last'::timestamp + interval '2 days'
        AND kept.exercise_id IN (SELECT sent.exercise_id FROM sent)
        AND NOT EXISTS (
            SELECT FROM sent WHERE sent.exercise_id = kept.exercise_id AND sent.local_time = kept.local_time
        )
)

INSERT INTO exercise_sample (user_id, exercise_id, local_time, heart_rate, speed_kmh, cadence_rpm, altitude_m, power_w, pedalling_index_percent, left_right_balance_percent, air_pressure_hpa, running_cadence_spm, temperature_c, distance_m)
SELECT
    :'user_id'::text,
    sent.exercise_id,
    sent.local_time,
    sent.heart_rate,
    sent.speed_kmh,
    sent.cadence_rpm,
    sent.altitude_m,
    sent.power_w,
    sent.pedalling_index_percent,
    sent.left_right_balance_percent,
    sent.air_pressure_hpa,
    sent.running_cadence_spm,
    sent.temperature_c,
    sent.distance_m
FROM sent
ON CONFLICT (user_id, exercise_id, local_time) DO UPDATE SET
    heart_rate = excluded.heart_rate,
    speed_kmh = excluded.speed_kmh,
    cadence_rpm = excluded.cadence_rpm,
    altitude_m = excluded.altitude_m,
    power_w = excluded.power_w,
    pedalling_index_percent = excluded.pedalling_index_percent,
    left_right_balance_percent = excluded.left_right_balance_percent,
    air_pressure_hpa = excluded.air_pressure_hpa,
    running_cadence_spm = excluded.running_cadence_spm,
    temperature_c = excluded.temperature_c,
    distance_m = excluded.distance_m
WHERE (
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
) IS DISTINCT FROM (
    excluded.heart_rate,
    excluded.speed_kmh,
    excluded.cadence_rpm,
    excluded.altitude_m,
    excluded.power_w,
    excluded.pedalling_index_percent,
    excluded.left_right_balance_percent,
    excluded.air_pressure_hpa,
    excluded.running_cadence_spm,
    excluded.temperature_c,
    excluded.distance_m
);
