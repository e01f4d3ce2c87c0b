-- Title: What waits for the workers, and when they last did something
-- Parameters: none
-- Grain: one row
SELECT
    (SELECT count(*) FROM sync_run WHERE sync_run.state = 'queued') AS queued,
    (SELECT count(*) FROM sync_run WHERE sync_run.state = 'running') AS running,
    (SELECT min(sync_run.queued_at) FROM sync_run WHERE sync_run.state = 'queued') AS oldest_queued_at,
    (SELECT count(*) FROM job WHERE job.state = 'dead') AS dead,
    (SELECT count(*) FROM job WHERE job.state = 'failed') AS failed,
    (SELECT max(job.ended_at) FROM job) AS last_work_at;
