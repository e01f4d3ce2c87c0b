-- Title: Tombstones of an export, of rows that are not stored here
-- Parameters: user_id text; rows jsonb: tombstones as an export tells them
-- Grain: one row per tombstone, as it was told
SELECT told.tombstone
FROM jsonb_array_elements(:'rows'::jsonb) AS told (tombstone)
WHERE kept_row(told.tombstone ->> 'relation', :'user_id'::text, told.tombstone -> 'key') IS NULL;
