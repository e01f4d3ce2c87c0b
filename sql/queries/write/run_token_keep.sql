-- Title: Keep the token that was handed in for a run, and that Polar has accepted
-- Parameters: run_id uuid; connected_at timestamptz
-- Grain: one row per person, or none when they were deleted or disconnected in the meantime
INSERT INTO credential (user_id, token_encrypted, connected_at)
SELECT
    account.user_id,
    sync_run.token_encrypted,
    :'connected_at'::timestamptz
FROM sync_run
INNER JOIN account ON sync_run.user_id = account.user_id
WHERE sync_run.run_id = :'run_id'::uuid AND sync_run.token_encrypted IS NOT NULL
FOR SHARE
ON CONFLICT (user_id) DO UPDATE SET
    token_encrypted = excluded.token_encrypted,
    connected_at = excluded.connected_at,
    refused_at = NULL;
