-- Title: When the timetable syncs somebody next
-- Parameters: only text (NULL: everybody); now timestamptz
-- Grain: one row; NULL when nobody is connected
SELECT min(greatest(credential.due_at, :'now'::timestamptz)) AS next_sync_at
FROM credential
WHERE credential.refused_at IS NULL AND (:'only'::text IS NULL OR credential.user_id = :'only'::text);
