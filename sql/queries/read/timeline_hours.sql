-- Title: Samples in columns, one value an hour, from the continuous aggregates
-- Parameters: user_ids text[]; sources text[] (heart_rate, steps, skin_temperature); first, last date, both included
-- Grain: one row per person and source, its hours on the wearer's clock in arrays, the oldest first
WITH hourly AS (
    SELECT
        heart_rate_hourly.user_id,
        'heart_rate' AS name,
        heart_rate_hourly.hour,
        heart_rate_hourly.weighted_sum / nullif(heart_rate_hourly.minutes, 0) AS value,
        heart_rate_hourly.bpm_min::double precision AS low,
        heart_rate_hourly.bpm_max::double precision AS high,
        heart_rate_hourly.sample_count::integer AS count
    FROM heart_rate_hourly
    WHERE
        'heart_rate' = any(:'sources'::text[])
        AND heart_rate_hourly.user_id = any(:'user_ids'::text[])
        AND heart_rate_hourly.hour >= :'first'::date
        AND heart_rate_hourly.hour < :'last'::date + interval '1 day'
        AND heart_rate_hourly.sample_count > 0
    UNION ALL
    SELECT
        steps_hourly.user_id,
        'steps' AS name,
        steps_hourly.hour,
        steps_hourly.steps::double precision AS value,
        NULL::double precision AS low,
        NULL::double precision AS high,
        steps_hourly.minutes::integer AS count
    FROM steps_hourly
    WHERE
        'steps' = any(:'sources'::text[])
        AND steps_hourly.user_id = any(:'user_ids'::text[])
        AND steps_hourly.hour >= :'first'::date
        AND steps_hourly.hour < :'last'::date + interval '1 day'
    UNION ALL
    SELECT
        body_temperature_hourly.user_id,
        'skin_temperature' AS name,
        body_temperature_hourly.hour,
        body_temperature_hourly.temperature_c_mean AS value,
        body_temperature_hourly.temperature_c_min::double precision AS low,
        body_temperature_hourly.temperature_c_max::double precision AS high,
        body_temperature_hourly.sample_count::integer AS count
    FROM body_temperature_hourly
    WHERE
        'skin_temperature' = any(:'sources'::text[])
        AND body_temperature_hourly.user_id = any(:'user_ids'::text[])
        AND body_temperature_hourly.measurement_type = 'SKIN_TEMPERATURE'
        AND body_temperature_hourly.hour >= :'first'::date
        AND body_temperature_hourly.hour < :'last'::date + interval '1 day'
)

SELECT
    hourly.user_id,
    hourly.name,
    array_agg(hourly.hour ORDER BY hourly.hour) AS timestamps,
    array_agg(hourly.value ORDER BY hourly.hour) AS values,
    CASE WHEN count(hourly.low) > 0 THEN array_agg(hourly.low ORDER BY hourly.hour) END AS low,
    CASE WHEN count(hourly.high) > 0 THEN array_agg(hourly.high ORDER BY hourly.hour) END AS high,
    array_agg(hourly.count ORDER BY hourly.hour) AS count
FROM hourly
GROUP BY hourly.user_id, hourly.name;
