-- Title: Polar has refused the stored token
-- Parameters: user_id text; token bytea, as it is stored; refused_at timestamptz
-- Grain: one row per person, or none when a newer token was stored in the meantime
UPDATE credential SET refused_at = coalesce(credential.refused_at, :'refused_at'::timestamptz)
WHERE credential.user_id = :'user_id'::text AND credential.token_encrypted = :'token'::bytea;
