-- Title: Samples in columns, one value for each stretch of some minutes
-- Parameters: user_ids text[]; sources text[] (heart_rate, steps, hrv, breathing, sleep_heart_rate, skin_temperature); first, last date, both included; width interval, how long a stretch is
-- Grain: one row per person and source, its stretches on the wearer's clock in arrays, the oldest first; means are weighted as those of hours are
WITH sample AS (
    SELECT
        heart_rate_sample.user_id,
        'heart_rate' AS name,
        heart_rate_sample.local_time,
        heart_rate_sample.bpm::double precision AS value,
        heart_rate_sample.minute_weight::double precision AS weight
    FROM heart_rate_sample
    WHERE
        'heart_rate' = any(:'sources'::text[])
        AND heart_rate_sample.user_id = any(:'user_ids'::text[])
        AND heart_rate_sample.local_time >= :'first'::date
        AND heart_rate_sample.local_time < :'last'::date + interval '1 day'
    UNION ALL
    SELECT
        step_sample.user_id,
        'steps' AS name,
        step_sample.local_time,
        step_sample.steps::double precision AS value,
        1 AS weight
    FROM step_sample
    WHERE
        'steps' = any(:'sources'::text[])
        AND step_sample.user_id = any(:'user_ids'::text[])
        AND step_sample.local_time >= :'first'::date
        AND step_sample.local_time < :'last'::date + interval '1 day'
    UNION ALL
    SELECT
        hrv_sample.user_id,
        'hrv' AS name,
        hrv_sample.local_time,
        hrv_sample.rmssd_ms::double precision AS value,
        1 AS weight
    FROM hrv_sample
    WHERE
        'hrv' = any(:'sources'::text[])
        AND hrv_sample.user_id = any(:'user_ids'::text[])
        AND hrv_sample.local_time >= :'first'::date
        AND hrv_sample.local_time < :'last'::date + interval '1 day'
    UNION ALL
    SELECT
        breathing_sample.user_id,
        'breathing' AS name,
        breathing_sample.local_time,
        breathing_sample.breaths_per_minute::double precision AS value,
        1 AS weight
    FROM breathing_sample
    WHERE
        'breathing' = any(:'sources'::text[])
        AND breathing_sample.user_id = any(:'user_ids'::text[])
        AND breathing_sample.local_time >= :'first'::date
        AND breathing_sample.local_time < :'last'::date + interval '1 day'
    UNION ALL
    SELECT
        sleep_heart_rate_sample.user_id,
        'sleep_heart_rate' AS name,
        sleep_heart_rate_sample.local_time,
        sleep_heart_rate_sample.bpm::double precision AS value,
        1 AS weight
    FROM sleep_heart_rate_sample
    WHERE
        'sleep_heart_rate' = any(:'sources'::text[])
        AND sleep_heart_rate_sample.user_id = any(:'user_ids'::text[])
        AND sleep_heart_rate_sample.local_time >= :'first'::date
        AND sleep_heart_rate_sample.local_time < :'last'::date + interval '1 day'
    UNION ALL
    SELECT
        body_temperature_sample.user_id,
        'skin_temperature' AS name,
        body_temperature_sample.local_time,
        body_temperature_sample.temperature_c::double precision AS value,
        1 AS weight
    FROM body_temperature_sample
    WHERE
        'skin_temperature' = any(:'sources'::text[])
        AND body_temperature_sample.user_id = any(:'user_ids'::text[])
        AND body_temperature_sample.measurement_type = 'SKIN_TEMPERATURE'
        AND body_temperature_sample.local_time >= :'first'::date
        AND body_temperature_sample.local_time < :'last'::date + interval '1 day'
),

stretch AS (
    SELECT
        sample.user_id,
        sample.name,
        time_bucket(:'width'::interval, sample.local_time) AS start,
        CASE
            WHEN sample.name = 'steps' THEN sum(sample.value)
            ELSE sum(sample.value * sample.weight) / nullif(sum(sample.weight), 0)
        END AS value,
        min(sample.value) FILTER (WHERE sample.name <> 'steps') AS low,
        max(sample.value) FILTER (WHERE sample.name <> 'steps') AS high,
        count(*)::integer AS count
    FROM sample
    WHERE sample.value IS NOT NULL
    GROUP BY sample.user_id, sample.name, start
)

SELECT
    stretch.user_id,
    stretch.name,
    array_agg(stretch.start ORDER BY stretch.start) AS timestamps,
    array_agg(stretch.value ORDER BY stretch.start) AS values,
    CASE WHEN count(stretch.low) > 0 THEN array_agg(stretch.low ORDER BY stretch.start) END AS low,
    CASE WHEN count(stretch.high) > 0 THEN array_agg(stretch.high ORDER BY stretch.start) END AS high,
    array_agg(stretch.count ORDER BY stretch.start) AS count
FROM stretch
GROUP BY stretch.user_id, stretch.name;
