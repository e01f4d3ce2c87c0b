-- Title: Keep an access token and the refresh token that goes with it
-- Parameters: key_id uuid; access_sha256, refresh_sha256 bytea; access_ends_at, refresh_ends_at timestamptz
-- Grain: two rows
INSERT INTO app_token (token_sha256, key_id, refreshes, expires_at)
VALUES
(:'access_sha256'::bytea, :'key_id'::uuid, FALSE, :'access_ends_at'::timestamptz),
(:'refresh_sha256'::bytea, :'key_id'::uuid, TRUE, :'refresh_ends_at'::timestamptz);
