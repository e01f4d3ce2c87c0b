-- Title: Store exercise samples
-- Parameters: user_id text; first, last timestamp (span of local_time); one array per column, NaN for NULL
-- Grain: one row, the number of rows that were new or had changed. An exercise is replaced as a whole,
-- an unchanged row is not rewritten, and what came empty keeps what is there. The caller holds the
-- person's account row, so no other writer comes between reading and inserting.
WITH sent AS MATERIALIZED (
    SELECT
        exercise.exercise_id,
        raw.local_time,
        nullif(raw.heart_rate, 'NaN')::smallint AS heart_rate,
        nullif(raw.speed_kmh, 'NaN')::real AS speed_kmh,
        nullif(raw.cadence_rpm, 'NaN')::real AS cadence_rpm,
        nullif(raw.altitude_m, 'NaN')::real AS altitude_m,
        nullif(raw.power_w, 'NaN')::real AS power_w,
        nullif(raw.pedalling_index_percent, 'NaN')::real AS pedalling_index_percent,
        nullif(raw.left_right_balance_percent, 'NaN')::real AS left_right_balance_percent,
        nullif(raw.air_pressure_hpa, 'NaN')::real AS air_pressure_hpa,
        nullif(raw.running_cadence_spm, 'NaN')::real AS running_cadence_spm,
        nullif(raw.temperature_c, 'NaN')::real AS temperature_c,
        nullif(raw.distance_m, 'NaN')::real AS distance_m
    FROM unnest(
        :'polar_exercise_id'::text[],
        :'local_time'::timestamp[],
        :'heart_rate'::double precision[],
        :'speed_kmh'::double precision[],
        :'cadence_rpm'::double precision[],
        :'altitude_m'::double precision[],
        :'power_w'::double precision[],
        :'pedalling_index_percent'::double precision[],
        :'left_right_balance_percent'::double precision[],
        :'air_pressure_hpa'::double precision[],
        :'running_cadence_spm'::double precision[],
        :'temperature_c'::double precision[],
        :'distance_m'::double precision[]
    ) AS raw (polar_exercise_id, local_time, heart_rate, speed_kmh, cadence_rpm, altitude_m, power_w, pedalling_index_percent, left_right_balance_percent, air_pressure_hpa, running_cadence_spm, temperature_c, distance_m)
    INNER JOIN exercise
        ON exercise.user_id = :'user_id'::text AND exercise.polar_exercise_id = raw.polar_exercise_id
),

kept AS MATERIALIZED (
    SELECT there.exercise_id, there.local_time, there.heart_rate, there.speed_kmh, there.cadence_rpm, there.altitude_m, there.power_w, there.pedalling_index_percent, there.left_right_balance_percent, there.air_pressure_hpa, there.running_cadence_spm, there.temperature_c, there.distance_m
    FROM exercise_sample AS there
    WHERE
        there.user_id = :'user_id'::text
        AND there.local_time >= :'first'::timestamp - interval '2 days'
        AND there.local_time <= :'last'::timestamp + interval '2 days'
),

gone AS (
    DELETE FROM exercise_sample AS old
    USING kept
    WHERE
        old.user_id = :'user_id'::text
        AND old.local_time >= :'first'::timestamp - interval '2 days'
        AND old.local_time <= :'last'::timestamp + interval '2 days'
        AND old.exercise_id = kept.exercise_id AND old.local_time = kept.local_time
        AND kept.exercise_id IN (SELECT sent.exercise_id FROM sent)
        AND NOT EXISTS (SELECT FROM sent WHERE sent.exercise_id = kept.exercise_id AND sent.local_time = kept.local_time)
),

changed AS (
    UPDATE exercise_sample AS old SET
        heart_rate = sent.heart_rate,
        speed_kmh = sent.speed_kmh,
        cadence_rpm = sent.cadence_rpm,
        altitude_m = sent.altitude_m,
        power_w = sent.power_w,
        pedalling_index_percent = sent.pedalling_index_percent,
        left_right_balance_percent = sent.left_right_balance_percent,
        air_pressure_hpa = sent.air_pressure_hpa,
        running_cadence_spm = sent.running_cadence_spm,
        temperature_c = sent.temperature_c,
        distance_m = sent.distance_m
    FROM sent
    INNER JOIN kept ON sent.exercise_id = kept.exercise_id AND sent.local_time = kept.local_time
    WHERE
        old.user_id = :'user_id'::text
        AND old.local_time >= :'first'::timestamp
        AND old.local_time <= :'last'::timestamp
        AND old.exercise_id = kept.exercise_id AND old.local_time = kept.local_time
        AND (kept.heart_rate, kept.speed_kmh, kept.cadence_rpm, kept.altitude_m, kept.power_w, kept.pedalling_index_percent, kept.left_right_balance_percent, kept.air_pressure_hpa, kept.running_cadence_spm, kept.temperature_c, kept.distance_m) IS DISTINCT FROM (sent.heart_rate, sent.speed_kmh, sent.cadence_rpm, sent.altitude_m, sent.power_w, sent.pedalling_index_percent, sent.left_right_balance_percent, sent.air_pressure_hpa, sent.running_cadence_spm, sent.temperature_c, sent.distance_m)
    RETURNING 1
),

added AS (
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
    WHERE NOT EXISTS (SELECT FROM kept WHERE sent.exercise_id = kept.exercise_id AND sent.local_time = kept.local_time)
    RETURNING 1
)

SELECT (SELECT count(*) FROM added) + (SELECT count(*) FROM changed) AS written;
