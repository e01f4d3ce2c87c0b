-- Title: A page of each person's wrist ECGs without their waveforms
-- Parameters: user_ids text[]; after, before timestamptz (NULL: no limit); backward boolean: the last ones; size integer; first, last date (NULL: no limit)
-- Grain: one row per person and test, newest first
SELECT
    ecg_test.user_id,
    ecg_test.test_at,
    ecg_test.test_local,
    ecg_test.utc_offset_minutes,
    ecg_test.device_id,
    ecg_test.heart_rate_avg,
    ecg_test.hrv_ms,
    ecg_test.hrv_level,
    ecg_test.rri_ms,
    ecg_test.pulse_transit_time_systolic_ms,
    ecg_test.pulse_transit_time_diastolic_ms,
    ecg_test.pulse_transit_time_quality_index,
    coalesce(cardinality(ecg_test.amplitude_mv), 0) AS sample_count,
    ecg_test.sample_offset_ms[cardinality(ecg_test.sample_offset_ms)] AS duration_ms
FROM unnest(:'user_ids'::text[]) AS asked (user_id)
-- So many of each person; a CTE can not look sideways.
CROSS JOIN LATERAL ( -- noqa: ST05
    (
        SELECT row_of.test_at
        FROM ecg_test AS row_of
        WHERE
            NOT :'backward'::boolean
            AND row_of.user_id = asked.user_id
            AND (:'after'::timestamptz IS NULL OR row_of.test_at < :'after'::timestamptz)
            AND (:'before'::timestamptz IS NULL OR row_of.test_at > :'before'::timestamptz)
            AND (:'first'::date IS NULL OR row_of.test_local >= :'first'::date)
            AND (:'last'::date IS NULL OR row_of.test_local < :'last'::date + interval '1 day')
        ORDER BY row_of.test_at DESC
        LIMIT :'size'::integer
    )
    UNION ALL
    (
        SELECT row_of.test_at
        FROM ecg_test AS row_of
        WHERE
            :'backward'::boolean
            AND row_of.user_id = asked.user_id
            AND (:'after'::timestamptz IS NULL OR row_of.test_at < :'after'::timestamptz)
            AND (:'before'::timestamptz IS NULL OR row_of.test_at > :'before'::timestamptz)
            AND (:'first'::date IS NULL OR row_of.test_local >= :'first'::date)
            AND (:'last'::date IS NULL OR row_of.test_local < :'last'::date + interval '1 day')
        ORDER BY row_of.test_at ASC
        LIMIT :'size'::integer
    )
) AS chosen
INNER JOIN ecg_test ON asked.user_id = ecg_test.user_id AND chosen.test_at = ecg_test.test_at
ORDER BY ecg_test.test_at DESC;
