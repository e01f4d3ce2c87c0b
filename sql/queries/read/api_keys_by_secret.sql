-- Title: The API keys with these secrets, expired and revoked ones included, and what they descend from
-- Parameters: secrets_sha256 bytea[]
-- Grain: one row per secret that is there; its makers in two arrays, the nearest first. A secret from
-- before a renewal ends with its overlap, and is known by its own beginning. An application's access
-- token is a secret of the key that stands for the application: it ends earlier, and works in one place.
WITH RECURSIVE shown AS (
    SELECT
        api_key.secret_sha256,
        api_key.key_id,
        FALSE AS previous,
        NULL::timestamptz AS ends_at,
        NULL::text AS audience
    FROM api_key
    WHERE api_key.secret_sha256 = any(:'secrets_sha256'::bytea[])
    UNION ALL
    SELECT
        api_key.previous_sha256,
        api_key.key_id,
        TRUE AS previous,
        api_key.previous_until AS ends_at,
        NULL::text AS audience
    FROM api_key
    WHERE api_key.previous_sha256 = any(:'secrets_sha256'::bytea[])
    UNION ALL
    SELECT
        app_token.token_sha256,
        app_token.key_id,
        FALSE AS previous,
        app_token.expires_at AS ends_at,
        app_grant.audience
    FROM app_token
    INNER JOIN app_grant ON app_token.key_id = app_grant.key_id
    WHERE app_token.token_sha256 = any(:'secrets_sha256'::bytea[]) AND NOT app_token.refreshes
),

family AS (
    SELECT
        api_key.key_id AS member_id,
        api_key.parent_id,
        NULL::uuid AS maker_id,
        NULL::integer AS maker_limit,
        0 AS generation
    FROM api_key
    WHERE api_key.key_id IN (SELECT shown.key_id FROM shown)
    UNION ALL
    SELECT
        family.member_id,
        maker.parent_id,
        maker.key_id AS maker_id,
        maker.rate_limit_per_minute AS maker_limit,
        family.generation + 1 AS generation
    FROM family
    INNER JOIN api_key AS maker ON family.parent_id = maker.key_id
),

makers AS (
    SELECT
        family.member_id,
        coalesce(
            array_agg(family.maker_id ORDER BY family.generation) FILTER (WHERE family.generation > 0),
            '{}'
        ) AS maker_ids,
        coalesce(
            array_agg(family.maker_limit ORDER BY family.generation) FILTER (WHERE family.generation > 0),
            '{}'
        ) AS maker_limits
    FROM family
    GROUP BY family.member_id
)

SELECT
    shown.secret_sha256,
    api_key.key_id,
    api_key.parent_id,
    api_key.user_id,
    api_key.label,
    CASE WHEN shown.previous THEN api_key.previous_prefix ELSE api_key.prefix END AS prefix,
    api_key.scopes,
    api_key.classes,
    api_key.renews_itself,
    api_key.rate_limit_per_minute,
    api_key.created_at,
    least(api_key.expires_at, shown.ends_at) AS expires_at,
    api_key.revoked_at,
    api_key.previous_prefix,
    api_key.previous_until,
    api_key.last_used_at,
    api_key.request_count,
    makers.maker_ids,
    makers.maker_limits,
    api_key.shares,
    shown.audience
FROM shown
INNER JOIN makers ON shown.key_id = makers.member_id
INNER JOIN api_key ON shown.key_id = api_key.key_id;
