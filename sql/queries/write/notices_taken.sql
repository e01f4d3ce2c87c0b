-- Title: Runs are queued for what notices tell
-- Parameters: digests bytea[]; now timestamptz
-- Grain: one row per notice of these that waits; the pause until the next run grows, and after six of them the notice is given up
UPDATE polar_notice SET
    tries = polar_notice.tries + 1,
    due_at = :'now'::timestamptz + interval '2 minutes' * power(2, polar_notice.tries),
    settled_at = CASE WHEN polar_notice.tries >= 5 THEN :'now'::timestamptz END
WHERE polar_notice.digest = any(:'digests'::bytea[]) AND polar_notice.settled_at IS NULL;
