-- Title: Forget the tokens of runs that are over
-- Parameters: none
-- Grain: one row per run that ended without removing its token: its worker died
UPDATE sync_run
SET token_encrypted = NULL
WHERE
    sync_run.token_encrypted IS NOT NULL
    AND sync_run.state NOT IN ('queued', 'running');
