-- Title: Which of these files somebody still needs
-- Parameters: run_ids uuid[]: of imports and exports, as files are named
-- Grain: one row per import that waits for its file or reads it, and per export that is written or lies ready
SELECT import_run.run_id
FROM import_run
WHERE import_run.run_id = any(:'run_ids'::uuid[]) AND import_run.state IN ('queued', 'running')
UNION ALL
SELECT takeout_run.run_id
FROM takeout_run
WHERE takeout_run.run_id = any(:'run_ids'::uuid[]) AND takeout_run.state IN ('queued', 'running', 'success');
