-- Title: Wrist ECGs without their waveforms
-- Parameters: user_ids text[]; first, last date, both included
-- Grain: one row per person and test, the newest first
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
FROM ecg_test
WHERE
    ecg_test.user_id = any(:'user_ids'::text[])
    AND ecg_test.test_at >= :'first'::date::timestamptz - interval '2 days'
    AND ecg_test.test_at < :'last'::date::timestamptz + interval '3 days'
    AND ecg_test.test_local >= :'first'::date
    AND ecg_test.test_local < :'last'::date + interval '1 day'
ORDER BY ecg_test.test_at DESC;
