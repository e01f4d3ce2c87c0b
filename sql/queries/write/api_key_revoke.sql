-- Title: Take an API key back, with its line in the audit log
-- Parameters: key_id uuid, actor text
-- Grain: one row, the key, or none when there is none or it was taken back before
WITH revoked AS (
    UPDATE api_key SET revoked_at = now()
    WHERE api_key.key_id = :'key_id'::uuid AND api_key.revoked_at IS NULL
    RETURNING
        api_key.key_id,
        api_key.user_id,
        api_key.label,
        api_key.prefix,
        api_key.scopes,
        api_key.rate_limit_per_minute,
        api_key.created_at,
        api_key.expires_at,
        api_key.revoked_at,
        api_key.last_used_at,
        api_key.request_count
),

logged AS (
    INSERT INTO audit_log (actor, action, user_id, details)
    SELECT
        :'actor'::text AS actor,
        'api_key.revoke' AS action,
        revoked.user_id,
        jsonb_build_object('key_id', revoked.key_id, 'label', revoked.label) AS details
    FROM revoked
)

SELECT
    revoked.key_id,
    revoked.user_id,
    revoked.label,
    revoked.prefix,
    revoked.scopes,
    revoked.rate_limit_per_minute,
    revoked.created_at,
    revoked.expires_at,
    revoked.revoked_at,
    revoked.last_used_at,
    revoked.request_count
FROM revoked;
