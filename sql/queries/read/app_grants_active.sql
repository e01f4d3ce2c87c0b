-- Title: How many applications of a person, or of everybody's data, are let in now
-- Parameters: user_id text (NULL: those that everybody's data are open to); now timestamptz
-- Grain: one row
SELECT count(*) AS active
FROM app_grant
INNER JOIN api_key ON app_grant.key_id = api_key.key_id
WHERE
    api_key.user_id IS NOT DISTINCT FROM :'user_id'::text
    AND api_key.revoked_at IS NULL
    AND (api_key.expires_at IS NULL OR api_key.expires_at > :'now'::timestamptz);
