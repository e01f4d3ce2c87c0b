-- Title: Stretches of temperature measurement, each with its samples in three numbers
-- Parameters: user_ids text[]; first, last date, both included
-- Grain: one row per person, device, kind and stretch, the newest first.
-- The wearer's clock is that of the samples, else the newest that is known of the person.
WITH sample AS (
    SELECT
        body_temperature_sample.user_id,
        body_temperature_sample.device_id,
        body_temperature_sample.measurement_type,
        body_temperature_sample.start_at,
        min(body_temperature_sample.temperature_c) AS temperature_c_min,
        avg(body_temperature_sample.temperature_c) AS temperature_c_mean,
        max(body_temperature_sample.temperature_c) AS temperature_c_max,
        count(*)::integer AS sample_count,
        min(body_temperature_sample.local_time)
        - (min(body_temperature_sample.measured_at) AT TIME ZONE 'UTC') AS clock
    FROM body_temperature_sample
    WHERE
        body_temperature_sample.user_id = any(:'user_ids'::text[])
        AND body_temperature_sample.local_time >= :'first'::date - interval '3 days'
        AND body_temperature_sample.local_time < :'last'::date + interval '30 days'
    GROUP BY
        body_temperature_sample.user_id,
        body_temperature_sample.device_id,
        body_temperature_sample.measurement_type,
        body_temperature_sample.start_at
),

measured AS (
    SELECT
        period.user_id,
        period.device_id,
        period.measurement_type,
        period.start_at,
        period.end_at,
        period.sensor_location,
        sample.temperature_c_min,
        sample.temperature_c_mean,
        sample.temperature_c_max,
        coalesce(sample.sample_count, 0) AS sample_count,
        coalesce(sample.clock, make_interval(mins => coalesce(account.utc_offset_minutes, 0))) AS clock
    FROM body_temperature_period AS period
    INNER JOIN account ON period.user_id = account.user_id
    LEFT JOIN sample
        ON
            period.user_id = sample.user_id
            AND period.device_id = sample.device_id
            AND period.measurement_type = sample.measurement_type
            AND period.start_at = sample.start_at
    WHERE
        period.user_id = any(:'user_ids'::text[])
        AND period.start_at >= :'first'::date::timestamptz - interval '2 days'
        AND period.start_at < :'last'::date::timestamptz + interval '3 days'
)

SELECT
    measured.user_id,
    measured.device_id,
    measured.measurement_type,
    measured.start_at,
    measured.end_at,
    measured.sensor_location,
    measured.temperature_c_min,
    measured.temperature_c_mean,
    measured.temperature_c_max,
    measured.sample_count,
    (measured.start_at AT TIME ZONE 'UTC') + measured.clock AS start_local,
    (measured.end_at AT TIME ZONE 'UTC') + measured.clock AS end_local
FROM measured
WHERE ((measured.start_at AT TIME ZONE 'UTC') + measured.clock)::date BETWEEN :'first'::date AND :'last'::date
ORDER BY measured.start_at DESC, measured.device_id, measured.measurement_type;
