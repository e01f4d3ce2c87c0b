-- Title: Forget a person's tokens, those that wait for a sync included
-- Parameters: user_id text
-- Grain: one row per person who was connected
WITH handed_in AS (
    UPDATE sync_run SET token_encrypted = NULL
    WHERE sync_run.user_id = :'user_id'::text AND sync_run.token_encrypted IS NOT NULL
)

DELETE FROM credential
WHERE credential.user_id = :'user_id'::text;
