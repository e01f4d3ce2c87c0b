-- Title: Give an API key a new secret, with its line in the audit log
-- Parameters: key_id uuid, prefix text, secret_sha256 bytea, previous_until timestamptz (NULL: the old secret is dead), actor text
-- Grain: one row, the key, or none when there is none or it was taken back
WITH renewed AS (
    UPDATE api_key
    SET
        prefix = :'prefix'::text,
        secret_sha256 = :'secret_sha256'::bytea,
        previous_prefix = CASE WHEN :'previous_until'::timestamptz IS NOT NULL THEN api_key.prefix END,
        previous_sha256 = CASE WHEN :'previous_until'::timestamptz IS NOT NULL THEN api_key.secret_sha256 END,
        previous_until = :'previous_until'::timestamptz
    WHERE api_key.key_id = :'key_id'::uuid AND api_key.revoked_at IS NULL
    RETURNING
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
),

logged AS (
    INSERT INTO audit_log (actor, action, user_id, details)
    SELECT
        :'actor'::text AS actor,
        'api_key.regenerate' AS action,
        renewed.user_id,
        jsonb_strip_nulls(jsonb_build_object(
            'key_id', renewed.key_id,
            'label', renewed.label,
            'previous_until', renewed.previous_until
        )) AS details
    FROM renewed
)

SELECT
    renewed.key_id,
    renewed.parent_id,
    renewed.user_id,
    renewed.label,
    renewed.prefix,
    renewed.scopes,
    renewed.classes,
    renewed.renews_itself,
    renewed.rate_limit_per_minute,
    renewed.created_at,
    renewed.expires_at,
    renewed.revoked_at,
    renewed.previous_prefix,
    renewed.previous_until,
    renewed.last_used_at,
    renewed.request_count
FROM renewed;
