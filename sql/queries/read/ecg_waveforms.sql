-- Title: Waveforms of wrist ECGs
-- Parameters: user_ids text[], moments timestamptz[]: whose, and when each test was
-- Grain: one row per test with a waveform, by its place among those asked for
SELECT
    asked.place,
    ecg_test.sample_offset_ms,
    ecg_test.amplitude_mv,
    ecg_test.quality_offset_ms,
    ecg_test.quality_level
FROM unnest(:'user_ids'::text[], :'moments'::timestamptz[]) WITH ORDINALITY AS asked (user_id, test_at, place)
INNER JOIN ecg_test ON asked.user_id = ecg_test.user_id AND asked.test_at = ecg_test.test_at
WHERE ecg_test.amplitude_mv IS NOT NULL;
