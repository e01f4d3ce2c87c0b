-- Title: One stored token of Polar's, to see whether the key opens it
-- Parameters: none
-- Grain: one row, or none
SELECT credential.token_encrypted
FROM credential
ORDER BY credential.user_id
LIMIT 1;
