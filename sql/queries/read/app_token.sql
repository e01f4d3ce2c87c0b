-- Title: Whose token this is
-- Parameters: token_sha256 bytea
-- Grain: one row, or none when nobody has such a token
SELECT
    app_token.key_id,
    app_token.refreshes,
    app_token.expires_at,
    app_token.used_at,
    app_grant.client_id,
    app_grant.audience
FROM app_token
INNER JOIN app_grant ON app_token.key_id = app_grant.key_id
WHERE app_token.token_sha256 = :'token_sha256'::bytea;
