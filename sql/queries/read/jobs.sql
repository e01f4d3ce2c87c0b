-- Title: The timetable, and the messages that workers gave up on
-- Parameters: most integer
-- Grain: one row per line of the timetable and per message, what is due next first, messages last
SELECT
    job.job_id,
    job.actor,
    job.state,
    job.attempts,
    job.error,
    job.started_at,
    job.ended_at,
    job.due_at
FROM job
ORDER BY job.due_at ASC NULLS LAST, job.ended_at DESC, job.job_id ASC
LIMIT :'most'::integer;
