-- Title: A backfill has nothing left to ask for
-- Parameters: user_id text; now timestamptz
-- Grain: one row, or none while a feed is not done
UPDATE backfill SET
    state = 'done',
    ended_at = :'now'::timestamptz
WHERE
    backfill.user_id = :'user_id'::text
    AND backfill.state = 'running'
    AND NOT EXISTS (
        SELECT FROM backfill_feed
        WHERE backfill_feed.user_id = backfill.user_id AND NOT backfill_feed.done
    );
