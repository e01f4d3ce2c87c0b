-- Title: A sync has brought data
-- Parameters: user_id text; synced_at timestamptz
-- Grain: one row; the newest night tells the wearer's offset
UPDATE account SET
    synced_at = greatest(account.synced_at, :'synced_at'::timestamptz),
    utc_offset_minutes = coalesce((
        SELECT sleep.utc_offset_minutes
        FROM sleep
        WHERE sleep.user_id = :'user_id'::text AND sleep.utc_offset_minutes IS NOT NULL
        ORDER BY sleep.date DESC
        LIMIT 1
    ), account.utc_offset_minutes)
WHERE account.user_id = :'user_id'::text;
