-- Title: Store ecg test
-- Parameters: user_id text; one array per column, all of one length
-- Grain: one row per person and test_at; an unchanged row is not rewritten,
-- and a value that Polar once sent is not wiped by an answer that lacks it
INSERT INTO ecg_test (
    user_id,
    test_at,
    test_local,
    utc_offset_minutes,
    device_id,
    heart_rate_avg,
    hrv_ms,
    hrv_level,
    rri_ms,
    pulse_transit_time_systolic_ms,
    pulse_transit_time_diastolic_ms,
    pulse_transit_time_quality_index,
    sample_offset_ms,
    amplitude_mv,
    quality_offset_ms,
    quality_level,
    extra
)
SELECT
    :'user_id'::text,
    sent.test_at,
    sent.test_local,
    sent.utc_offset_minutes,
    sent.device_id,
    sent.heart_rate_avg,
    sent.hrv_ms,
    sent.hrv_level,
    sent.rri_ms,
    sent.pulse_transit_time_systolic_ms,
    sent.pulse_transit_time_diastolic_ms,
    sent.pulse_transit_time_quality_index,
    CASE
        WHEN sent.sample_offset_ms IS NOT NULL THEN array(
            SELECT element::integer FROM jsonb_array_elements_text(sent.sample_offset_ms) WITH ORDINALITY AS e (element, place)
            ORDER BY place
        )
    END,
    CASE
        WHEN sent.amplitude_mv IS NOT NULL THEN array(
            SELECT element::real FROM jsonb_array_elements_text(sent.amplitude_mv) WITH ORDINALITY AS e (element, place)
            ORDER BY place
        )
    END,
    CASE
        WHEN sent.quality_offset_ms IS NOT NULL THEN array(
            SELECT element::integer FROM jsonb_array_elements_text(sent.quality_offset_ms) WITH ORDINALITY AS e (element, place)
            ORDER BY place
        )
    END,
    CASE
        WHEN sent.quality_level IS NOT NULL THEN array(
            SELECT element FROM jsonb_array_elements_text(sent.quality_level) WITH ORDINALITY AS e (element, place)
            ORDER BY place
        )
    END,
    sent.extra
FROM unnest(
    :'test_at'::timestamptz[],
    :'test_local'::timestamp[],
    :'utc_offset_minutes'::integer[],
    :'device_id'::text[],
    :'heart_rate_avg'::integer[],
    :'hrv_ms'::double precision[],
    :'hrv_level'::text[],
    :'rri_ms'::double precision[],
    :'pulse_transit_time_systolic_ms'::double precision[],
    :'pulse_transit_time_diastolic_ms'::double precision[],
    :'pulse_transit_time_quality_index'::double precision[],
    :'sample_offset_ms'::jsonb[],
    :'amplitude_mv'::jsonb[],
    :'quality_offset_ms'::jsonb[],
    :'quality_level'::jsonb[],
    :'extra'::jsonb[]
) AS sent (
    test_at,
    test_local,
    utc_offset_minutes,
    device_id,
    heart_rate_avg,
    hrv_ms,
    hrv_level,
    rri_ms,
    pulse_transit_time_systolic_ms,
    pulse_transit_time_diastolic_ms,
    pulse_transit_time_quality_index,
    sample_offset_ms,
    amplitude_mv,
    quality_offset_ms,
    quality_level,
    extra
)
ON CONFLICT (user_id, test_at) DO UPDATE SET
    test_local = excluded.test_local,
    utc_offset_minutes = coalesce(excluded.utc_offset_minutes, ecg_test.utc_offset_minutes),
    device_id = coalesce(excluded.device_id, ecg_test.device_id),
    heart_rate_avg = coalesce(excluded.heart_rate_avg, ecg_test.heart_rate_avg),
    hrv_ms = coalesce(excluded.hrv_ms, ecg_test.hrv_ms),
    hrv_level = coalesce(excluded.hrv_level, ecg_test.hrv_level),
    rri_ms = coalesce(excluded.rri_ms, ecg_test.rri_ms),
    pulse_transit_time_systolic_ms = coalesce(excluded.pulse_transit_time_systolic_ms, ecg_test.pulse_transit_time_systolic_ms),
    pulse_transit_time_diastolic_ms = coalesce(excluded.pulse_transit_time_diastolic_ms, ecg_test.pulse_transit_time_diastolic_ms),
    pulse_transit_time_quality_index = coalesce(excluded.pulse_transit_time_quality_index, ecg_test.pulse_transit_time_quality_index),
    sample_offset_ms = coalesce(excluded.sample_offset_ms, ecg_test.sample_offset_ms),
    amplitude_mv = coalesce(excluded.amplitude_mv, ecg_test.amplitude_mv),
    quality_offset_ms = coalesce(excluded.quality_offset_ms, ecg_test.quality_offset_ms),
    quality_level = coalesce(excluded.quality_level, ecg_test.quality_level),
    extra = coalesce(excluded.extra, ecg_test.extra),
    written_at = now()
WHERE (
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
    ecg_test.extra
) IS DISTINCT FROM (
    excluded.test_local,
    coalesce(excluded.utc_offset_minutes, ecg_test.utc_offset_minutes),
    coalesce(excluded.device_id, ecg_test.device_id),
    coalesce(excluded.heart_rate_avg, ecg_test.heart_rate_avg),
    coalesce(excluded.hrv_ms, ecg_test.hrv_ms),
    coalesce(excluded.hrv_level, ecg_test.hrv_level),
    coalesce(excluded.rri_ms, ecg_test.rri_ms),
    coalesce(excluded.pulse_transit_time_systolic_ms, ecg_test.pulse_transit_time_systolic_ms),
    coalesce(excluded.pulse_transit_time_diastolic_ms, ecg_test.pulse_transit_time_diastolic_ms),
    coalesce(excluded.pulse_transit_time_quality_index, ecg_test.pulse_transit_time_quality_index),
    coalesce(excluded.sample_offset_ms, ecg_test.sample_offset_ms),
    coalesce(excluded.amplitude_mv, ecg_test.amplitude_mv),
    coalesce(excluded.quality_offset_ms, ecg_test.quality_offset_ms),
    coalesce(excluded.quality_level, ecg_test.quality_level),
    coalesce(excluded.extra, ecg_test.extra)
);
