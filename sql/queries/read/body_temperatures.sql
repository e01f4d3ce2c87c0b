-- Title: Stretches of temperature measurement, each with its samples in three numbers
-- Parameters: user_id text; first, last date, both included
-- Grain: one row per device, kind and stretch, the newest first
WITH measured AS (
    SELECT
        period.device_id,
        period.measurement_type,
        period.start_at,
        period.end_at,
        period.sensor_location,
        sample.temperature_c_min,
        sample.temperature_c_mean,
        sample.temperature_c_max,
        sample.sample_count,
        coalesce(sample.clock, make_interval(mins => coalesce(account.utc_offset_minutes, 0))) AS clock
    FROM body_temperature_period AS period
    INNER JOIN account ON period.user_id = account.user_id
    CROSS JOIN LATERAL (
        SELECT
            min(inner_sample.temperature_c) AS temperature_c_min,
            avg(inner_sample.temperature_c) AS temperature_c_mean,
            max(inner_sample.temperature_c) AS temperature_c_max,
            count(*)::integer AS sample_count,
            min(inner_sample.local_time) - (min(inner_sample.measured_at) AT TIME ZONE 'UTC') AS clock
        FROM body_temperature_sample AS inner_sample
        WHERE
            inner_sample.user_id = period.user_id
            AND inner_sample.device_id = period.device_id
            AND inner_sample.measurement_type = period.measurement_type
            AND inner_sample.start_at = period.start_at
            AND inner_sample.local_time >= (period.start_at AT TIME ZONE 'UTC') - INTERVAL '1 day'
            AND inner_sample.local_time < :'last'::date + INTERVAL '3 days'
            AND inner_sample.local_time >= :'first'::date - INTERVAL '3 days'
    ) AS sample
    WHERE
        period.user_id = :'user_id'::text
        AND period.start_at >= :'first'::date::timestamptz - INTERVAL '2 days'
        AND period.start_at < :'last'::date::timestamptz + INTERVAL '3 days'
)

SELECT
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
