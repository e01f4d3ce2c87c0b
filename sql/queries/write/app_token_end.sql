-- Title: End one access token
-- Parameters: token_sha256 bytea
-- Grain: one row, or none when it had ended
DELETE FROM app_token
WHERE app_token.token_sha256 = :'token_sha256'::bytea AND NOT app_token.refreshes;
