-- Title: When the timetable syncs people next
-- Parameters: user_id text[]; due_at timestamptz[]
-- Grain: one row per connected person
UPDATE credential SET due_at = next.due_at
FROM unnest(:'user_id'::text[], :'due_at'::timestamptz[]) AS next (user_id, due_at)
WHERE credential.user_id = next.user_id;
