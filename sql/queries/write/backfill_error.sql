-- Title: What went wrong with a backfill at its last slice
-- Parameters: user_id text; error text or NULL
-- Grain: one row, or none
UPDATE backfill SET error = :'error'::text
WHERE backfill.user_id = :'user_id'::text AND backfill.error IS DISTINCT FROM :'error'::text;
