-- Title: Samples in columns, thinned to the lowest and the highest of each stretch when they are too many
-- Parameters: user_id text; sources text[] (heart_rate, steps, hrv, breathing, sleep_heart_rate, skin_temperature); first, last date, both included; most integer, at most so many points a source
-- Grain: one row per source, its samples on the wearer's clock in arrays, the oldest first
WITH sample AS (
    SELECT
        'heart_rate' AS name,
        heart_rate_sample.local_time,
        heart_rate_sample.bpm::double precision AS value
    FROM heart_rate_sample
    WHERE
        'heart_rate' = any(:'sources'::text[])
        AND heart_rate_sample.user_id = :'user_id'::text
        AND heart_rate_sample.local_time >= :'first'::date
        AND heart_rate_sample.local_time < :'last'::date + interval '1 day'
        AND heart_rate_sample.bpm IS NOT NULL
    UNION ALL
    SELECT
        'steps' AS name,
        step_sample.local_time,
        step_sample.steps::double precision AS value
    FROM step_sample
    WHERE
        'steps' = any(:'sources'::text[])
        AND step_sample.user_id = :'user_id'::text
        AND step_sample.local_time >= :'first'::date
        AND step_sample.local_time < :'last'::date + interval '1 day'
    UNION ALL
    SELECT
        'hrv' AS name,
        hrv_sample.local_time,
        hrv_sample.rmssd_ms::double precision AS value
    FROM hrv_sample
    WHERE
        'hrv' = any(:'sources'::text[])
        AND hrv_sample.user_id = :'user_id'::text
        AND hrv_sample.local_time >= :'first'::date
        AND hrv_sample.local_time < :'last'::date + interval '1 day'
        AND hrv_sample.rmssd_ms IS NOT NULL
    UNION ALL
    SELECT
        'breathing' AS name,
        breathing_sample.local_time,
        breathing_sample.breaths_per_minute::double precision AS value
    FROM breathing_sample
    WHERE
        'breathing' = any(:'sources'::text[])
        AND breathing_sample.user_id = :'user_id'::text
        AND breathing_sample.local_time >= :'first'::date
        AND breathing_sample.local_time < :'last'::date + interval '1 day'
        AND breathing_sample.breaths_per_minute IS NOT NULL
    UNION ALL
    SELECT
        'sleep_heart_rate' AS name,
        sleep_heart_rate_sample.local_time,
        sleep_heart_rate_sample.bpm::double precision AS value
    FROM sleep_heart_rate_sample
    WHERE
        'sleep_heart_rate' = any(:'sources'::text[])
        AND sleep_heart_rate_sample.user_id = :'user_id'::text
        AND sleep_heart_rate_sample.local_time >= :'first'::date
        AND sleep_heart_rate_sample.local_time < :'last'::date + interval '1 day'
        AND sleep_heart_rate_sample.bpm IS NOT NULL
    UNION ALL
    SELECT
        'skin_temperature' AS name,
        body_temperature_sample.local_time,
        body_temperature_sample.temperature_c::double precision AS value
    FROM body_temperature_sample
    WHERE
        'skin_temperature' = any(:'sources'::text[])
        AND body_temperature_sample.user_id = :'user_id'::text
        AND body_temperature_sample.measurement_type = 'SKIN_TEMPERATURE'
        AND body_temperature_sample.local_time >= :'first'::date
        AND body_temperature_sample.local_time < :'last'::date + interval '1 day'
),

whole AS (
    SELECT
        sample.name,
        count(*) AS total,
        array_agg(sample.local_time ORDER BY sample.local_time) AS timestamps,
        array_agg(sample.value ORDER BY sample.local_time) AS values
    FROM sample
    GROUP BY sample.name
),

ranked AS (
    SELECT
        whole.name,
        point.local_time,
        point.value,
        row_number() OVER (
            PARTITION BY whole.name, (point.place - 1) * (:'most'::integer / 2) / whole.total
            ORDER BY point.value, point.place
        ) AS lowest,
        row_number() OVER (
            PARTITION BY whole.name, (point.place - 1) * (:'most'::integer / 2) / whole.total
            ORDER BY point.value DESC, point.place DESC
        ) AS highest
    FROM whole
    CROSS JOIN LATERAL unnest(whole.timestamps, whole.values)
    WITH ORDINALITY AS point (local_time, value, place)
    WHERE whole.total > :'most'::integer
),

kept AS (
    SELECT
        whole.name,
        whole.timestamps,
        whole.values
    FROM whole
    WHERE whole.total <= :'most'::integer
    UNION ALL
    SELECT
        ranked.name,
        array_agg(ranked.local_time ORDER BY ranked.local_time) AS timestamps,
        array_agg(ranked.value ORDER BY ranked.local_time) AS values
    FROM ranked
    WHERE ranked.lowest = 1 OR ranked.highest = 1
    GROUP BY ranked.name
)

SELECT
    kept.name,
    kept.timestamps,
    kept.values,
    NULL::double precision[] AS low,
    NULL::double precision[] AS high,
    NULL::integer[] AS count
FROM kept;
