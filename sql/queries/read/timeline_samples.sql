-- Title: Samples in columns, thinned to the lowest and the highest of each stretch when they are too many
-- Parameters: user_ids text[]; sources text[] (heart_rate, steps, hrv, breathing, sleep_heart_rate, skin_temperature); first, last date, both included; most integer, at most so many points a source and person
-- Grain: one row per person and source, its samples on the wearer's clock in arrays, the oldest first
WITH whole AS (
    SELECT
        heart_rate_sample.user_id,
        'heart_rate' AS name,
        count(*) AS total,
        array_agg(heart_rate_sample.local_time ORDER BY heart_rate_sample.local_time, heart_rate_sample.fold) AS timestamps,
        array_agg(heart_rate_sample.bpm::real ORDER BY heart_rate_sample.local_time, heart_rate_sample.fold) AS values
    FROM heart_rate_sample
    WHERE
        'heart_rate' = any(:'sources'::text[])
        AND heart_rate_sample.user_id = any(:'user_ids'::text[])
        AND heart_rate_sample.local_time >= :'first'::date
        AND heart_rate_sample.local_time < :'last'::date + interval '1 day'
        AND heart_rate_sample.bpm IS NOT NULL
    GROUP BY heart_rate_sample.user_id
    UNION ALL
    SELECT
        step_sample.user_id,
        'steps' AS name,
        count(*) AS total,
        array_agg(step_sample.local_time ORDER BY step_sample.local_time, step_sample.fold) AS timestamps,
        array_agg(step_sample.steps::real ORDER BY step_sample.local_time, step_sample.fold) AS values
    FROM step_sample
    WHERE
        'steps' = any(:'sources'::text[])
        AND step_sample.user_id = any(:'user_ids'::text[])
        AND step_sample.local_time >= :'first'::date
        AND step_sample.local_time < :'last'::date + interval '1 day'
    GROUP BY step_sample.user_id
    UNION ALL
    SELECT
        hrv_sample.user_id,
        'hrv' AS name,
        count(*) AS total,
        array_agg(hrv_sample.local_time ORDER BY hrv_sample.local_time, hrv_sample.fold) AS timestamps,
        array_agg(hrv_sample.rmssd_ms ORDER BY hrv_sample.local_time, hrv_sample.fold) AS values
    FROM hrv_sample
    WHERE
        'hrv' = any(:'sources'::text[])
        AND hrv_sample.user_id = any(:'user_ids'::text[])
        AND hrv_sample.local_time >= :'first'::date
        AND hrv_sample.local_time < :'last'::date + interval '1 day'
        AND hrv_sample.rmssd_ms IS NOT NULL
    GROUP BY hrv_sample.user_id
    UNION ALL
    SELECT
        breathing_sample.user_id,
        'breathing' AS name,
        count(*) AS total,
        array_agg(breathing_sample.local_time ORDER BY breathing_sample.local_time, breathing_sample.fold) AS timestamps,
        array_agg(breathing_sample.breaths_per_minute ORDER BY breathing_sample.local_time, breathing_sample.fold) AS values
    FROM breathing_sample
    WHERE
        'breathing' = any(:'sources'::text[])
        AND breathing_sample.user_id = any(:'user_ids'::text[])
        AND breathing_sample.local_time >= :'first'::date
        AND breathing_sample.local_time < :'last'::date + interval '1 day'
        AND breathing_sample.breaths_per_minute IS NOT NULL
    GROUP BY breathing_sample.user_id
    UNION ALL
    SELECT
        sleep_heart_rate_sample.user_id,
        'sleep_heart_rate' AS name,
        count(*) AS total,
        array_agg(sleep_heart_rate_sample.local_time ORDER BY sleep_heart_rate_sample.local_time, sleep_heart_rate_sample.fold) AS timestamps,
        array_agg(sleep_heart_rate_sample.bpm::real ORDER BY sleep_heart_rate_sample.local_time, sleep_heart_rate_sample.fold) AS values
    FROM sleep_heart_rate_sample
    WHERE
        'sleep_heart_rate' = any(:'sources'::text[])
        AND sleep_heart_rate_sample.user_id = any(:'user_ids'::text[])
        AND sleep_heart_rate_sample.local_time >= :'first'::date
        AND sleep_heart_rate_sample.local_time < :'last'::date + interval '1 day'
        AND sleep_heart_rate_sample.bpm IS NOT NULL
    GROUP BY sleep_heart_rate_sample.user_id
    UNION ALL
    SELECT
        body_temperature_sample.user_id,
        'skin_temperature' AS name,
        count(*) AS total,
        array_agg(body_temperature_sample.local_time ORDER BY body_temperature_sample.local_time) AS timestamps,
        array_agg(body_temperature_sample.temperature_c ORDER BY body_temperature_sample.local_time) AS values
    FROM body_temperature_sample
    WHERE
        'skin_temperature' = any(:'sources'::text[])
        AND body_temperature_sample.user_id = any(:'user_ids'::text[])
        AND body_temperature_sample.measurement_type = 'SKIN_TEMPERATURE'
        AND body_temperature_sample.local_time >= :'first'::date
        AND body_temperature_sample.local_time < :'last'::date + interval '1 day'
    GROUP BY body_temperature_sample.user_id
),

ranked AS (
    SELECT
        whole.user_id,
        whole.name,
        point.local_time,
        point.value,
        row_number() OVER (
            PARTITION BY whole.user_id, whole.name, (point.place - 1) * (:'most'::integer / 2) / whole.total
            ORDER BY point.value, point.place
        ) AS lowest,
        row_number() OVER (
            PARTITION BY whole.user_id, whole.name, (point.place - 1) * (:'most'::integer / 2) / whole.total
            ORDER BY point.value DESC, point.place DESC
        ) AS highest
    FROM whole
    CROSS JOIN LATERAL unnest(whole.timestamps, whole.values)
    WITH ORDINALITY AS point (local_time, value, place)
    WHERE whole.total > :'most'::integer
),

kept AS (
    SELECT
        whole.user_id,
        whole.name,
        whole.timestamps,
        whole.values
    FROM whole
    WHERE whole.total <= :'most'::integer
    UNION ALL
    SELECT
        ranked.user_id,
        ranked.name,
        array_agg(ranked.local_time ORDER BY ranked.local_time) AS timestamps,
        array_agg(ranked.value ORDER BY ranked.local_time) AS values
    FROM ranked
    WHERE ranked.lowest = 1 OR ranked.highest = 1
    GROUP BY ranked.user_id, ranked.name
)

SELECT
    kept.user_id,
    kept.name,
    kept.timestamps,
    kept.values
FROM kept;
