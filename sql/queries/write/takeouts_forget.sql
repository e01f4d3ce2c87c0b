-- Title: Exports whose week is over, and those that a newer one of the same person stands for
-- Parameters: now timestamptz
-- Grain: one row per export whose file is to go
UPDATE takeout_run SET state = 'gone'
WHERE
    takeout_run.state = 'success'
    AND (
        takeout_run.expires_at <= :'now'::timestamptz
        OR EXISTS (
            SELECT FROM takeout_run AS newer
            WHERE
                newer.user_id = takeout_run.user_id
                AND newer.state = 'success'
                AND newer.queued_at > takeout_run.queued_at
        )
    );
