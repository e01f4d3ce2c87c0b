-- Title: Forget what was owed: it came
-- Parameters: user_id text; feed text; items text[]
-- Grain: one row per item that was owed
DELETE FROM sync_owed
WHERE
    sync_owed.user_id = :'user_id'::text
    AND sync_owed.feed = :'feed'::text
    AND sync_owed.item = any(:'items'::text[]);
