-- Title: One person
-- Parameters: user_id text
-- Grain: one row, or none when there is no such person
SELECT
    account.user_id,
    account.polar_user_id,
    account.display_name,
    account.time_zone,
    account.utc_offset_minutes,
    account.created_at,
    account.synced_at
FROM account
WHERE account.user_id = :'user_id'::text;
