-- Title: Forget old dead letters
-- Parameters: before timestamptz
-- Grain: one row per message that was given up before then
DELETE FROM job
WHERE
    job.state = 'dead'
    AND job.ended_at < :'before'::timestamptz;
