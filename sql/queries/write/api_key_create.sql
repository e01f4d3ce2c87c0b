-- Title: Make an API key, with its line in the audit log
-- Parameters: user_id text (NULL: everybody), label text, prefix text, secret_sha256 bytea,
-- scopes text[], classes text[] (NULL: all), rate_limit_per_minute integer, expires_at timestamptz (NULL: never),
-- renews_itself boolean, parent_id uuid (NULL: the head of a family), shares text (NULL: what its maker shares), actor text
-- Grain: one row, the key
WITH made AS (
    INSERT INTO api_key (
        user_id,
        label,
        prefix,
        secret_sha256,
        scopes,
        classes,
        rate_limit_per_minute,
        expires_at,
        renews_itself,
        parent_id,
        root_id,
        shares
    )
    VALUES (
        :'user_id'::text,
        :'label'::text,
        :'prefix'::text,
        :'secret_sha256'::bytea,
        :'scopes'::text[],
        :'classes'::text[],
        :'rate_limit_per_minute'::integer,
        :'expires_at'::timestamptz,
        :'renews_itself'::boolean,
        :'parent_id'::uuid,
        (
            SELECT coalesce(parent.root_id, parent.key_id)
            FROM api_key AS parent
            WHERE parent.key_id = :'parent_id'::uuid
        ),
        coalesce(:'shares'::text, (SELECT parent.shares FROM api_key AS parent WHERE parent.key_id = :'parent_id'::uuid))
    )
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
        'api_key.create' AS action,
        made.user_id,
        jsonb_build_object(
            'key_id', made.key_id,
            'label', made.label,
            'scopes', made.scopes,
            'classes', made.classes,
            'rate_limit_per_minute', made.rate_limit_per_minute,
            'expires_at', made.expires_at
        ) AS details
    FROM made
)

SELECT
    made.key_id,
    made.parent_id,
    made.user_id,
    made.label,
    made.prefix,
    made.scopes,
    made.classes,
    made.renews_itself,
    made.rate_limit_per_minute,
    made.created_at,
    made.expires_at,
    made.revoked_at,
    made.previous_prefix,
    made.previous_until,
    made.last_used_at,
    made.request_count
FROM made;
