-- Title: A refresh token was exchanged for the next one
-- Parameters: token_sha256 bytea; now timestamptz
-- Grain: one row
UPDATE app_token
SET used_at = :'now'::timestamptz
WHERE app_token.token_sha256 = :'token_sha256'::bytea;
