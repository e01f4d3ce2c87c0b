-- Title: Keep what somebody allowed an application, until it comes with the code
-- Parameters: code_sha256 bytea; client_id, client_name, host, redirect_uri, challenge, audience text;
-- user_id text (NULL: everybody); scopes, classes text[] (NULL: it reads nothing); made_by text; expires_at, grant_ends_at timestamptz
-- Grain: one row
INSERT INTO app_code (
    code_sha256,
    client_id,
    client_name,
    host,
    redirect_uri,
    challenge,
    audience,
    user_id,
    scopes,
    classes,
    made_by,
    expires_at,
    grant_ends_at
)
VALUES (
    :'code_sha256'::bytea,
    :'client_id'::text,
    :'client_name'::text,
    :'host'::text,
    :'redirect_uri'::text,
    :'challenge'::text,
    :'audience'::text,
    :'user_id'::text,
    :'scopes'::text[],
    :'classes'::text[],
    :'made_by'::text,
    :'expires_at'::timestamptz,
    :'grant_ends_at'::timestamptz
);
