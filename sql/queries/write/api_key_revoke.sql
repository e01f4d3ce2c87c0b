-- Title: Take an API key back, with those that it made and those that they made, each with its line in the audit log
-- Parameters: key_id uuid, actor text
-- Grain: one row, the key, or none when there is none or it was taken back before
WITH RECURSIVE family AS (
    SELECT api_key.key_id
    FROM api_key
    WHERE api_key.key_id = :'key_id'::uuid
    UNION ALL
    SELECT child.key_id
    FROM api_key AS child
    INNER JOIN family ON child.parent_id = family.key_id
),

revoked AS (
    UPDATE api_key SET revoked_at = now()
    FROM family
    WHERE api_key.key_id = family.key_id AND api_key.revoked_at IS NULL
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
        'api_key.revoke' AS action,
        revoked.user_id,
        jsonb_strip_nulls(jsonb_build_object(
            'key_id', revoked.key_id,
            'label', revoked.label,
            'with', nullif(:'key_id'::uuid, revoked.key_id)
        )) AS details
    FROM revoked
)

SELECT
    revoked.key_id,
    revoked.parent_id,
    revoked.user_id,
    revoked.label,
    revoked.prefix,
    revoked.scopes,
    revoked.classes,
    revoked.renews_itself,
    revoked.rate_limit_per_minute,
    revoked.created_at,
    revoked.expires_at,
    revoked.revoked_at,
    revoked.previous_prefix,
    revoked.previous_until,
    revoked.last_used_at,
    revoked.request_count
FROM revoked
WHERE revoked.key_id = :'key_id'::uuid;
