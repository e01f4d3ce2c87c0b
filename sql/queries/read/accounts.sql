-- Title: People by their user ids
-- Parameters: user_ids text[]
-- Grain: one row per person who is there
SELECT
    account.user_id,
    account.polar_user_id,
    account.display_name,
    account.time_zone,
    account.utc_offset_minutes,
    account.units,
    account.language,
    account.hour_cycle,
    account.created_at,
    account.synced_at
FROM account
WHERE account.user_id = any(:'user_ids'::text[]);
