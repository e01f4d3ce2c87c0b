-- Title: Keep a token that Polar has accepted
-- Parameters: user_id text; token bytea; connected_at timestamptz
-- Grain: one row per person
INSERT INTO credential (user_id, token_encrypted, connected_at)
VALUES (:'user_id'::text, :'token'::bytea, :'connected_at'::timestamptz)
ON CONFLICT (user_id) DO UPDATE SET
    token_encrypted = excluded.token_encrypted,
    connected_at = excluded.connected_at,
    refused_at = NULL;
