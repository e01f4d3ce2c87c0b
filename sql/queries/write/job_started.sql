-- Title: Note that a line's work begins
-- Parameters: job_id text; now timestamptz
-- Grain: one row, or none when the line is not in the table
UPDATE job
SET
    state = 'running',
    attempts = job.attempts + 1,
    started_at = :'now'::timestamptz
WHERE job.job_id = :'job_id'::text;
