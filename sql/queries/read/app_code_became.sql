-- Title: What a code that was used became
-- Parameters: code_sha256 bytea
-- Grain: one row, the grant; none when the code is unknown or was not used
SELECT app_code.key_id
FROM app_code
WHERE app_code.code_sha256 = :'code_sha256'::bytea AND app_code.key_id IS NOT NULL;
