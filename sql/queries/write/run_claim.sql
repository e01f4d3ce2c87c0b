-- Title: Begin a queued run
-- Parameters: run_id uuid; now timestamptz
-- Grain: one row, or none when the run is not queued any more
UPDATE sync_run SET
    state = 'running',
    started_at = coalesce(sync_run.started_at, :'now'::timestamptz),
    alive_at = now(),
    attempts = sync_run.attempts + 1
FROM account
LEFT JOIN credential ON account.user_id = credential.user_id
WHERE
    sync_run.run_id = :'run_id'::uuid
    AND sync_run.state = 'queued'
    AND account.user_id = sync_run.user_id
RETURNING
    sync_run.run_id,
    sync_run.user_id,
    sync_run.origin,
    sync_run.days,
    sync_run.feeds,
    sync_run.feed_days,
    sync_run.attempts,
    sync_run.started_at AS began_at,
    coalesce(sync_run.token_encrypted, credential.token_encrypted) AS token_encrypted,
    sync_run.token_encrypted IS NOT NULL AS token_handed_in,
    sync_run.spender,
    account.time_zone,
    account.utc_offset_minutes;
