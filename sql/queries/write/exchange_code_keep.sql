-- Title: Keep a code that an application will exchange for a key
-- Parameters: code_sha256 bytea; user_id text; called text; callback_url text; expires_at timestamptz
-- Grain: one row
INSERT INTO exchange_code (code_sha256, user_id, called, callback_url, expires_at)
VALUES (
    :'code_sha256'::bytea,
    :'user_id'::text,
    :'called'::text,
    :'callback_url'::text,
    :'expires_at'::timestamptz
);
