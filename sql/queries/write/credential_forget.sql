-- Title: Forget a person's tokens, those that wait for a sync included
-- Parameters: user_id text; past text, what a backfill that runs is held up by, in words
-- Grain: one row per person who was connected
WITH handed_in AS (
    UPDATE sync_run SET token_encrypted = NULL
    WHERE sync_run.user_id = :'user_id'::text AND sync_run.token_encrypted IS NOT NULL
),

past AS (
    UPDATE backfill SET error = :'past'::text
    WHERE backfill.user_id = :'user_id'::text AND backfill.state = 'running'
)

DELETE FROM credential
WHERE credential.user_id = :'user_id'::text;
