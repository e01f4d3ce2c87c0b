-- Title: Store body temperature period
-- Parameters: user_id text; one array per column, all of one length
-- Grain: one row per person and device_id, measurement_type, start_at; an unchanged row is not rewritten,
-- and a value that Polar once sent is not wiped by an answer that lacks it
INSERT INTO body_temperature_period (
    user_id,
    device_id,
    measurement_type,
    start_at,
    end_at,
    modified_at,
    sensor_location,
    extra
)
SELECT
    :'user_id'::text,
    sent.device_id,
    sent.measurement_type,
    sent.start_at,
    sent.end_at,
    sent.modified_at,
    sent.sensor_location,
    sent.extra
FROM unnest(
    :'device_id'::text[],
    :'measurement_type'::text[],
    :'start_at'::timestamptz[],
    :'end_at'::timestamptz[],
    :'modified_at'::timestamptz[],
    :'sensor_location'::text[],
    :'extra'::jsonb[]
) AS sent (
    device_id,
    measurement_type,
    start_at,
    end_at,
    modified_at,
    sensor_location,
    extra
)
ON CONFLICT (user_id, device_id, measurement_type, start_at) DO UPDATE SET
    end_at = coalesce(excluded.end_at, body_temperature_period.end_at),
    modified_at = coalesce(excluded.modified_at, body_temperature_period.modified_at),
    sensor_location = coalesce(excluded.sensor_location, body_temperature_period.sensor_location),
    extra = coalesce(excluded.extra, body_temperature_period.extra),
    written_at = now()
WHERE (
    body_temperature_period.end_at,
    body_temperature_period.modified_at,
    body_temperature_period.sensor_location,
    body_temperature_period.extra
) IS DISTINCT FROM (
    coalesce(excluded.end_at, body_temperature_period.end_at),
    coalesce(excluded.modified_at, body_temperature_period.modified_at),
    coalesce(excluded.sensor_location, body_temperature_period.sensor_location),
    coalesce(excluded.extra, body_temperature_period.extra)
);
