-- Title: Keep a refresh token and its grant until the transaction ends, so that it is exchanged once
-- Parameters: token_sha256 bytea
-- Grain: one row, or none when nobody has such a token
SELECT
    app_token.key_id,
    app_token.expires_at,
    app_token.used_at,
    app_grant.client_id,
    app_grant.audience,
    api_key.scopes,
    api_key.classes,
    api_key.expires_at AS grant_ends_at,
    api_key.revoked_at
FROM app_token
INNER JOIN app_grant ON app_token.key_id = app_grant.key_id
INNER JOIN api_key ON app_token.key_id = api_key.key_id
WHERE app_token.token_sha256 = :'token_sha256'::bytea AND app_token.refreshes
FOR NO KEY UPDATE OF app_token, api_key;
