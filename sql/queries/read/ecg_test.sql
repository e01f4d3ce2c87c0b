-- Title: One wrist ECG with its waveform
-- Parameters: user_id text; test_at timestamptz
-- Grain: one row or none
SELECT
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
    ecg_test.sample_offset_ms,
    ecg_test.amplitude_mv,
    ecg_test.quality_offset_ms,
    ecg_test.quality_level,
    coalesce(cardinality(ecg_test.amplitude_mv), 0) AS sample_count,
    ecg_test.sample_offset_ms[cardinality(ecg_test.sample_offset_ms)] AS duration_ms
FROM ecg_test
WHERE
    ecg_test.user_id = :'user_id'::text
    AND ecg_test.test_at >= :'test_at'::timestamptz
    AND ecg_test.test_at < :'test_at'::timestamptz + interval '1 second'
ORDER BY ecg_test.test_at
LIMIT 1;
