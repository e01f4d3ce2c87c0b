-- Title: The person whom Polar knows by a number
-- Parameters: polar_user_id bigint
-- Grain: one row, or none when nobody is connected as that one
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
WHERE account.polar_user_id = :'polar_user_id'::bigint;
