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
        SELECT row_of.test_at
        FROM spo2_test AS row_of
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
        FROM spo2_test AS row_of
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
INNER JOIN spo2_test ON asked.user_id = spo2_test.user_id AND chosen.test_at = spo2_test.test_at
ORDER BY spo2_test.test_at DESC;
