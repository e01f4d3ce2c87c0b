-- Title: People, and the versions of their data and of what was found out
-- Parameters: user_ids text[]
-- Grain: one row per person who is there; NULL while nothing was stored
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
    account.synced_at,
    days.version AS days,
    findings.version AS findings
FROM account
LEFT JOIN data_version AS days ON days.user_id = account.user_id AND days.part = 'days'
LEFT JOIN data_version AS findings ON findings.user_id = account.user_id AND findings.part = 'findings'
WHERE account.user_id = any(:'user_ids'::text[]);
