-- Title: How people are connected to Polar
-- Parameters: user_ids text[]
-- Grain: one row per person who is connected
SELECT
    credential.user_id,
    credential.connected_at,
    credential.refused_at
FROM credential
WHERE credential.user_id = any(:'user_ids'::text[]);
