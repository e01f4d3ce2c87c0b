-- Title: Use up the code that an application came with
-- Parameters: code_sha256 bytea; now timestamptz
-- Grain: one row, or none when it is unknown, used or too old
UPDATE app_code
SET used_at = :'now'::timestamptz
WHERE
    app_code.code_sha256 = :'code_sha256'::bytea
    AND app_code.used_at IS NULL
    AND app_code.expires_at > :'now'::timestamptz
RETURNING
    app_code.client_id,
    app_code.client_name,
    app_code.host,
    app_code.redirect_uri,
    app_code.challenge,
    app_code.audience,
    app_code.user_id,
    app_code.scopes,
    app_code.classes,
    app_code.made_by,
    app_code.grant_ends_at;
