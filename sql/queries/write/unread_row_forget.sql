-- Title: Forget what could not be read
-- Parameters: before timestamptz
-- Grain: one row per thing that was last seen before
DELETE FROM unread_row
WHERE unread_row.seen_at < :'before'::timestamptz;
