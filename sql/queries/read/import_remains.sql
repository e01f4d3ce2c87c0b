-- Title: Keys of rows that an import touched and that are still there after it was undone
-- Parameters: user_id text; run_id uuid; relation text
-- Grain: one row per key, with the source of the row
SELECT
    import_change.key,
    kept.whole ->> 'source' AS source
FROM import_change
CROSS JOIN LATERAL kept_row(import_change.relation, import_change.user_id, import_change.key) AS kept (whole)
WHERE
    import_change.user_id = :'user_id'::text
    AND import_change.run_id = :'run_id'::uuid
    AND import_change.relation = :'relation'::text
    AND kept.whole IS NOT NULL;
