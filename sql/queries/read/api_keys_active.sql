-- Title: How many API keys of a person work now, without those that stand for an application's tokens
-- Parameters: user_id text, now timestamptz
-- Grain: one row
SELECT count(*) AS active
FROM api_key
WHERE
    api_key.user_id = :'user_id'::text
    AND api_key.revoked_at IS NULL
    AND (api_key.expires_at IS NULL OR api_key.expires_at > :'now'::timestamptz)
    AND NOT EXISTS (SELECT 1 FROM app_grant WHERE app_grant.key_id = api_key.key_id AND app_grant.audience IS NOT NULL);
