-- Title: Samples in columns, one value an hour, from the continuous aggregates and what they do not tell yet
-- Parameters: user_ids text[]; sources text[] (heart_rate, steps, skin_temperature); first, last date, both included
-- Grain: one row per person and source, its hours on the wearer's clock in arrays, the oldest first
WITH hourly AS (
    SELECT
        heart_rate_hours.user_id,
        'heart_rate' AS name,
        heart_rate_hours.hour,
        heart_rate_hours.weighted_sum / nullif(heart_rate_hours.minutes, 0) AS value,
        heart_rate_hours.bpm_min::double precision AS low,
        heart_rate_hours.bpm_max::double precision AS high,
        heart_rate_hours.sample_count::integer AS count
    FROM heart_rate_hours(:'user_ids'::text[], :'first'::date, :'last'::date)
    WHERE
        'heart_rate' = any(:'sources'::text[])
        AND heart_rate_hours.sample_count > 0
    UNION ALL
    SELECT
        step_hours.user_id,
        'steps' AS name,
        step_hours.hour,
        step_hours.steps::double precision AS value,
        NULL::double precision AS low,
        NULL::double precision AS high,
        step_hours.minutes::integer AS count
    FROM step_hours(:'user_ids'::text[], :'first'::date, :'last'::date)
    WHERE
        'steps' = any(:'sources'::text[])
    UNION ALL
    SELECT
        body_temperature_hours.user_id,
        'skin_temperature' AS name,
        body_temperature_hours.hour,
        body_temperature_hours.temperature_c_mean AS value,
        body_temperature_hours.temperature_c_min::double precision AS low,
        body_temperature_hours.temperature_c_max::double precision AS high,
        body_temperature_hours.sample_count::integer AS count
    FROM body_temperature_hours(:'user_ids'::text[], :'first'::date, :'last'::date)
    WHERE
        'skin_temperature' = any(:'sources'::text[])
        AND body_temperature_hours.measurement_type = 'SKIN_TEMPERATURE'
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
