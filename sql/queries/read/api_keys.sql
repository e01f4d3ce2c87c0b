-- Title: API keys of one person, or of everybody, without those that stand for an application's tokens
-- Parameters: user_id text (NULL: everybody)
-- Grain: one row per key, newest first
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
WHERE
    (:'user_id'::text IS NULL OR api_key.user_id = :'user_id'::text)
    AND NOT EXISTS (SELECT 1 FROM app_grant WHERE app_grant.key_id = api_key.key_id AND app_grant.audience IS NOT NULL)
ORDER BY api_key.created_at DESC, api_key.key_id ASC;
