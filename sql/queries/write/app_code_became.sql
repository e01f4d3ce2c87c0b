-- Title: Note which grant a code became
-- Parameters: code_sha256 bytea; key_id uuid
-- Grain: one row
UPDATE app_code
SET key_id = :'key_id'::uuid
WHERE app_code.code_sha256 = :'code_sha256'::bytea;
