-- Title: One API key
-- Parameters: key_id uuid
-- Grain: one row, or none when there is no such key
SELECT
    api_key.key_id,
    api_key.parent_id,
    api_key.user_id,
    api_key.label,
    api_key.prefix,
    api_key.scopes,
    api_key.classes,
    api_key.renews_itself,
    api_key.rate_limit_per_minute,
    api_key.created_at,
    api_key.expires_at,
    api_key.revoked_at,
    api_key.previous_prefix,
    api_key.previous_until,
    api_key.last_used_at,
    api_key.request_count
FROM api_key
WHERE api_key.key_id = :'key_id'::uuid;
