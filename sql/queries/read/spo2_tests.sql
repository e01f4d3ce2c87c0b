-- Title: Blood oxygen tests
-- Parameters: user_ids text[]; first, last date, both included
-- Grain: one row per person and test, the newest first
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
FROM spo2_test
WHERE
    spo2_test.user_id = any(:'user_ids'::text[])
    AND spo2_test.test_at >= :'first'::date::timestamptz - interval '2 days'
    AND spo2_test.test_at < :'last'::date::timestamptz + interval '3 days'
    AND spo2_test.test_local >= :'first'::date
    AND spo2_test.test_local < :'last'::date + interval '1 day'
ORDER BY spo2_test.test_at DESC;
