-- Title: A sync has brought data
-- Parameters: user_id text; synced_at timestamptz
-- Grain: one row; what happened last (a night, an exercise, a test) tells the wearer's offset
WITH heard AS (
    (
        SELECT sleep.sleep_end_at AS heard_at, sleep.utc_offset_minutes
        FROM sleep
        WHERE sleep.user_id = :'user_id'::text AND sleep.utc_offset_minutes IS NOT NULL
        ORDER BY sleep.date DESC
        LIMIT 1
    )
    UNION ALL
    (
        SELECT exercise.start_at, exercise.utc_offset_minutes
        FROM exercise
        WHERE exercise.user_id = :'user_id'::text
        ORDER BY exercise.start_local DESC
        LIMIT 1
    )
    UNION ALL
    (
        SELECT spo2_test.test_at, spo2_test.utc_offset_minutes
        FROM spo2_test
        WHERE spo2_test.user_id = :'user_id'::text AND spo2_test.utc_offset_minutes IS NOT NULL
        ORDER BY spo2_test.test_at DESC
        LIMIT 1
    )
    UNION ALL
    (
        SELECT ecg_test.test_at, ecg_test.utc_offset_minutes
        FROM ecg_test
        WHERE ecg_test.user_id = :'user_id'::text AND ecg_test.utc_offset_minutes IS NOT NULL
        ORDER BY ecg_test.test_at DESC
        LIMIT 1
    )
)

UPDATE account SET
    synced_at = greatest(account.synced_at, :'synced_at'::timestamptz),
    utc_offset_minutes = coalesce((
        SELECT heard.utc_offset_minutes
        FROM heard
        ORDER BY heard.heard_at DESC NULLS LAST
        LIMIT 1
    ), account.utc_offset_minutes)
WHERE account.user_id = :'user_id'::text;
