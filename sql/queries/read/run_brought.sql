-- Title: Whose data a run changed
-- Parameters: run_id uuid
-- Grain: one row, or none when the run wrote nothing
SELECT sync_run.user_id
FROM sync_run
WHERE
    sync_run.run_id = :'run_id'::uuid
    AND EXISTS (
        SELECT FROM sync_feed
        WHERE sync_feed.run_id = sync_run.run_id AND sync_feed.rows_written > 0
    );
