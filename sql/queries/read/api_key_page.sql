-- Title: A page of API keys, without those that stand for an application's tokens
-- Parameters: only text (NULL: everybody's); works boolean (NULL: all; TRUE: keys that work now; FALSE: ended ones); now timestamptz; after, before timestamptz; after_tie, before_tie uuid (NULL: no limit); backward boolean: the last ones; size integer
-- Grain: one row per key, the newest first
WITH forward AS (
    SELECT row_of.key_id
    FROM api_key AS row_of
    WHERE
        :'backward'::boolean IS FALSE
        AND (:'only'::text IS NULL OR row_of.user_id = :'only'::text)
        AND NOT EXISTS (SELECT 1 FROM app_grant WHERE app_grant.key_id = row_of.key_id AND app_grant.audience IS NOT NULL)
        AND (:'works'::boolean IS NULL OR :'works'::boolean = (row_of.revoked_at IS NULL AND (row_of.expires_at IS NULL OR row_of.expires_at > :'now'::timestamptz)))
        AND (:'after'::timestamptz IS NULL OR (row_of.created_at, row_of.key_id) < (:'after'::timestamptz, :'after_tie'::uuid))
        AND (:'before'::timestamptz IS NULL OR (row_of.created_at, row_of.key_id) > (:'before'::timestamptz, :'before_tie'::uuid))
    ORDER BY row_of.created_at DESC, row_of.key_id DESC
    LIMIT :'size'::integer
),

backward AS (
    SELECT row_of.key_id
    FROM api_key AS row_of
    WHERE
        :'backward'::boolean
        AND (:'only'::text IS NULL OR row_of.user_id = :'only'::text)
        AND NOT EXISTS (SELECT 1 FROM app_grant WHERE app_grant.key_id = row_of.key_id AND app_grant.audience IS NOT NULL)
        AND (:'works'::boolean IS NULL OR :'works'::boolean = (row_of.revoked_at IS NULL AND (row_of.expires_at IS NULL OR row_of.expires_at > :'now'::timestamptz)))
        AND (:'after'::timestamptz IS NULL OR (row_of.created_at, row_of.key_id) < (:'after'::timestamptz, :'after_tie'::uuid))
        AND (:'before'::timestamptz IS NULL OR (row_of.created_at, row_of.key_id) > (:'before'::timestamptz, :'before_tie'::uuid))
    ORDER BY row_of.created_at ASC, row_of.key_id ASC
    LIMIT :'size'::integer
)

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
    api_key.key_id IN (
        SELECT forward.key_id FROM forward
        UNION ALL
        SELECT backward.key_id FROM backward
    )
ORDER BY api_key.created_at DESC, api_key.key_id DESC;
