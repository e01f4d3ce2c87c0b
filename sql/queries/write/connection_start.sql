-- Title: Remember that a person was sent to Polar's authorization page
-- Parameters: state_sha256 bytea; user_id text; redirect_uri text (NULL: Polar's default); expires_at timestamptz
-- Grain: one row
INSERT INTO connection_attempt (state_sha256, user_id, redirect_uri, expires_at)
VALUES (:'state_sha256'::bytea, :'user_id'::text, :'redirect_uri'::text, :'expires_at'::timestamptz);
