-- Title: Make an API key, with its line in the audit log
-- Parameters: user_id text (NULL: everybody), label text, prefix text, secret_sha256 bytea,
-- scopes text[], rate_limit_per_minute integer, expires_at timestamptz (NULL: never), actor text
-- Grain: one row, the key
WITH made AS (
    INSERT INTO api_key (
        user_id,
        label,
        prefix,
        secret_sha256,
        scopes,
        rate_limit_per_minute,
        expires_at
    )
    VALUES (
        :'user_id'::text,
        :'label'::text,
        :'prefix'::text,
        :'secret_sha256'::bytea,
        :'scopes'::text[],
        :'rate_limit_per_minute'::integer,
        :'expires_at'::timestamptz
    )
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
        'api_key.create' AS action,
        made.user_id,
        jsonb_build_object(
            'key_id', made.key_id,
            'label', made.label,
            'scopes', made.scopes,
            'rate_limit_per_minute', made.rate_limit_per_minute,
            'expires_at', made.expires_at
        ) AS details
    FROM made
)

SELECT
    made.key_id,
    made.user_id,
    made.label,
    made.prefix,
    made.scopes,
    made.rate_limit_per_minute,
    made.created_at,
    made.expires_at,
    made.revoked_at,
    made.last_used_at,
    made.request_count
FROM made;
