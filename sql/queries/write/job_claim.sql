-- Title: Claim the timetable's lines that are due
-- Parameters: actor text[]; next_at timestamptz[], when each is due again; now timestamptz
-- Grain: one row per claimed line; a second claim at the same time waits for the first, sees
-- the line moved on, and gets nothing
UPDATE job
SET
    due_at = line.next_at,
    state = 'due',
    attempts = 0
FROM unnest(:'actor'::text[], :'next_at'::timestamptz[]) AS line (actor, next_at)
WHERE
    job.job_id = line.actor
    AND job.due_at <= :'now'::timestamptz
RETURNING job.actor;
