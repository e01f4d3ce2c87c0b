-- Title: One blood oxygen test
-- Parameters: user_id text; test_at timestamptz
-- Grain: one row or none
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
    spo2_test.user_id = :'user_id'::text
    AND spo2_test.test_at = :'test_at'::timestamptz;
