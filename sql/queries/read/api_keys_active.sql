-- Title: How many API keys work now beside which another one is made, and how long its line is
-- Parameters: user_id text (NULL: a key of everybody), parent_id uuid (NULL: it has no maker), now timestamptz
-- Grain: one row. Beside a person's key: all of theirs; beside one of everybody: those of everybody in
-- its family. Keys that stand for an application's tokens are not counted.
WITH RECURSIVE line AS (
    SELECT
        api_key.key_id,
        api_key.parent_id
    FROM api_key
    WHERE api_key.key_id = :'parent_id'::uuid
    UNION ALL
    SELECT
        maker.key_id,
        maker.parent_id
    FROM api_key AS maker
    INNER JOIN line ON maker.key_id = line.parent_id
)

SELECT
    count(*) AS active,
    (SELECT count(*) FROM line) AS generations
FROM api_key
WHERE
    (
        api_key.user_id = :'user_id'::text
        OR (
            :'user_id'::text IS NULL
            AND api_key.user_id IS NULL
            AND coalesce(api_key.root_id, api_key.key_id) = (SELECT line.key_id FROM line WHERE line.parent_id IS NULL)
        )
    )
    AND api_key.revoked_at IS NULL
    AND (api_key.expires_at IS NULL OR api_key.expires_at > :'now'::timestamptz)
    AND NOT EXISTS (SELECT 1 FROM app_grant WHERE app_grant.key_id = api_key.key_id AND app_grant.audience IS NOT NULL);
