-- Title: How many people the timetable has, and what is already under way
-- Parameters: now timestamptz
-- Grain: one row; settled people are connected for a day, so that Polar's limits count them; announced ones had a webhook's
-- notice in two days; unreached ones were never asked for as much as Polar shows; committed are requests that open runs will make
SELECT
    count(*)::integer AS people,
    count(*) FILTER (WHERE credential.connected_at < :'now'::timestamptz - interval '1 day')::integer AS settled,
    count(*) FILTER (WHERE credential.noticed_at > :'now'::timestamptz - interval '2 days')::integer AS announced,
    count(*) FILTER (
        WHERE
            NOT EXISTS (SELECT FROM feed_state WHERE feed_state.user_id = credential.user_id)
            OR EXISTS (
                SELECT FROM feed_state
                WHERE
                    feed_state.user_id = credential.user_id
                    AND NOT feed_state.whole
                    AND feed_state.reached_for_at IS NULL
            )
    )::integer AS unreached,
    (
        SELECT coalesce(sum(sync_run.planned_requests), 0)::integer
        FROM sync_run
        WHERE sync_run.state IN ('queued', 'running')
    ) AS committed
FROM credential
WHERE credential.refused_at IS NULL;
