-- Title: Orthostatic tests
-- Parameters: user_ids text[]; first, last date, both included
-- Grain: one row per person and test, the newest first
SELECT
    orthostatic_test.user_id,
    orthostatic_test.test_local,
    orthostatic_test.test_at,
    orthostatic_test.utc_offset_minutes,
    orthostatic_test.rr_supine_ms,
    orthostatic_test.rr_standing_up_min_ms,
    orthostatic_test.rr_standing_ms,
    orthostatic_test.rr_supine_usual_ms,
    orthostatic_test.rr_standing_usual_ms,
    orthostatic_test.rmssd_supine_ms,
    orthostatic_test.rmssd_standing_ms,
    orthostatic_test.rmssd_supine_usual_ms,
    orthostatic_test.rmssd_standing_usual_ms,
    orthostatic_test.heart_rate_bpm
FROM orthostatic_test
WHERE
    orthostatic_test.user_id = any(:'user_ids'::text[])
    AND orthostatic_test.test_local >= :'first'::date AND orthostatic_test.test_local < :'last'::date + 1
ORDER BY orthostatic_test.test_local DESC;
