-- Title: Whether a person is connected to Polar
-- Parameters: user_id text
-- Grain: one row, or none
SELECT TRUE AS there
FROM credential
WHERE credential.user_id = :'user_id'::text AND credential.refused_at IS NULL;
