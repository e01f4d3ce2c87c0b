-- Title: What may lie on the disk of a person
-- Parameters: user_id text
-- Grain: one row per import of a file that was sent, and per export
SELECT import_run.run_id
FROM import_run
WHERE import_run.user_id = :'user_id'::text AND NOT import_run.file_kept
UNION ALL
SELECT takeout_run.run_id
FROM takeout_run
WHERE takeout_run.user_id = :'user_id'::text;
