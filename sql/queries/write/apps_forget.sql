-- Title: Forget codes and tokens that are over, and refresh tokens that were used long ago
-- Parameters: now timestamptz; codes_before timestamptz; used_before timestamptz
-- Grain: the number of forgotten tokens
WITH codes AS (
    DELETE FROM app_code WHERE app_code.expires_at <= :'codes_before'::timestamptz
)

DELETE FROM app_token
WHERE app_token.expires_at <= :'now'::timestamptz OR app_token.used_at <= :'used_before'::timestamptz;
