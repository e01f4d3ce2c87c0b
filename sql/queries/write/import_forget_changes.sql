-- Title: Forget what an import changed, once it is undone
-- Parameters: run_id uuid
-- Grain: one row per change
DELETE FROM import_change
WHERE import_change.run_id = :'run_id'::uuid;
