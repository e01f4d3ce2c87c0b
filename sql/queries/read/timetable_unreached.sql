-- Title: Who was synced, and never asked for as much as Polar shows
-- Parameters: now timestamptz; people integer, at most
-- Grain: one row per connected person without a run under way who has such a feed, and not tried within a day
SELECT credential.user_id
FROM credential
WHERE
    credential.refused_at IS NULL
    AND EXISTS (
        SELECT FROM feed_state
        WHERE
            feed_state.user_id = credential.user_id
            AND NOT feed_state.whole
            AND (
                feed_state.reached_for_at IS NULL
                OR feed_state.reached_for_at < :'now'::timestamptz - interval '1 day'
                OR feed_state.reached_for_at > :'now'::timestamptz + interval '1 day'
            )
    )
    AND NOT EXISTS (
        SELECT FROM sync_run
        WHERE sync_run.user_id = credential.user_id AND sync_run.state IN ('queued', 'running')
    )
ORDER BY credential.connected_at, credential.user_id
LIMIT :'people'::integer;
