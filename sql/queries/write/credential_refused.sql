-- Title: Polar has refused the stored token
-- Parameters: user_id text; refused_at timestamptz
-- Grain: one row per person
UPDATE credential SET refused_at = coalesce(credential.refused_at, :'refused_at'::timestamptz)
WHERE credential.user_id = :'user_id'::text;
