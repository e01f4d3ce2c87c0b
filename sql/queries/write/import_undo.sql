-- Title: Take back what an import brought
-- Parameters: user_id text; run_id uuid; archive_only jsonb: columns that no other source tells, by relation; now timestamptz
-- Grain: one row: how many rows went or were put back; -1 where the import is not one that can be undone
SELECT undo_import(:'user_id'::text, :'run_id'::uuid, :'archive_only'::jsonb, :'now'::timestamptz) AS rows;
