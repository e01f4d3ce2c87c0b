-- Title: A page of each person's blood oxygen tests
-- Parameters: user_ids text[]; after, before timestamptz (NULL: no limit); backward boolean: the last ones; size integer; first, last date (NULL: no limit)
-- Grain: one row per person and test, newest first
SELECT
    spo2_test.user_id,
    spo2_test.test_at,
    spo2_test.test_local,
    spo2_test.utc_offset_minutes,
    spo2_test.device_id,
    spo2_test.test_status,
    spo2_test.blood_oxygen_percent,
    spo2_test.spo2_class,
    spo2_test.deviation_from_baseline,
    spo2_test.hrv_deviation_from_baseline,
    spo2_test.quality_percent,
    spo2_test.heart_rate_avg,
    spo2_test.hrv_ms,
    spo2_test.altitude_m
FROM unnest(:'user_ids'::text[]) AS asked (user_id)
-- So many of each person; a CTE can not look sideways.
CROSS JOIN LATERAL ( -- noqa: ST05
    (
        SELECT spo2_test.test_at
        FROM spo2_test
        WHERE
            NOT :'backward'::boolean
            AND spo2_test.user_id = asked.user_id
            AND (:'after'::timestamptz IS NULL OR spo2_test.test_at < :'after'::timestamptz)
            AND (:'before'::timestamptz IS NULL OR spo2_test.test_at > :'before'::timestamptz)
            AND (:'first'::date IS NULL OR spo2_test.test_local >= :'first'::date)
            AND (:'last'::date IS NULL OR spo2_test.test_local < :'last'::date + interval '1 day')
        ORDER BY spo2_test.test_at DESC
        LIMIT :'size'::integer
    )
    UNION ALL
    (
        SELECT spo2_test.test_at
        FROM spo2_test
        WHERE
            :'backward'::boolean
            AND spo2_test.user_id = asked.user_id
            AND (:'after'::timestamptz IS NULL OR spo2_test.test_at < :'after'::timestamptz)
            AND (:'before'::timestamptz IS NULL OR spo2_test.test_at > :'before'::timestamptz)
            AND (:'first'::date IS NULL OR spo2_test.test_local >= :'first'::date)
            AND (:'last'::date IS NULL OR spo2_test.test_local < :'last'::date + interval '1 day')
        ORDER BY spo2_test.test_at ASC
        LIMIT :'size'::integer
    )
) AS chosen
INNER JOIN spo2_test ON asked.user_id = spo2_test.user_id AND chosen.test_at = spo2_test.test_at
ORDER BY spo2_test.test_at DESC;
