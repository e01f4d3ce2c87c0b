-- Title: Whether a key stands for an application that holds tokens
-- Parameters: key_id uuid
-- Grain: one row, or none when it is a key of another kind
SELECT app_grant.client_id
FROM app_grant
WHERE app_grant.key_id = :'key_id'::uuid AND app_grant.audience IS NOT NULL;
