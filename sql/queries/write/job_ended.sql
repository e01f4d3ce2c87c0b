-- Title: Note how a line's work ended
-- Parameters: job_id text; state text (done, failed); error text; now timestamptz
-- Grain: one row, or none when the line is not in the table
UPDATE job
SET
    state = :'state'::text,
    error = :'error'::text,
    ended_at = :'now'::timestamptz
WHERE job.job_id = :'job_id'::text;
