-- Title: Applications that people let in and whose access has not ended
-- Parameters: user_id text (NULL: everybody's); now timestamptz
-- Grain: one row per application and consent, the newest first; what it asked for last in an array
WITH asked AS (
    SELECT
        app_read.key_id,
        array_agg(app_read.what ORDER BY app_read.last_at DESC, app_read.what ASC) AS things
    FROM app_read
    GROUP BY app_read.key_id
)

SELECT
    api_key.key_id AS app_id,
    api_key.user_id,
    api_key.label AS name,
    app_grant.host,
    app_grant.audience,
    api_key.scopes,
    api_key.classes,
    api_key.created_at AS made_at,
    app_grant.made_by,
    api_key.expires_at,
    api_key.last_used_at,
    api_key.request_count,
    coalesce(asked.things, '{}') AS read
FROM app_grant
INNER JOIN api_key ON app_grant.key_id = api_key.key_id
LEFT JOIN asked ON app_grant.key_id = asked.key_id
WHERE
    (:'user_id'::text IS NULL OR api_key.user_id = :'user_id'::text)
    AND api_key.revoked_at IS NULL
    AND (api_key.expires_at IS NULL OR api_key.expires_at > :'now'::timestamptz)
ORDER BY api_key.created_at DESC, api_key.key_id ASC;
