-- Title: Claim TimescaleDB's due policies, where no background workers run them
-- Parameters: now timestamptz
-- Grain: one row per claimed policy, named `policy <id>`; a new one is due at once
INSERT INTO job (job_id, actor, state, due_at)
SELECT
    'policy ' || known.job_id AS job_id,
    'maintain' AS actor,
    'due' AS state,
    :'now'::timestamptz + known.schedule_interval AS due_at
FROM timescaledb_information.jobs AS known
WHERE known.hypertable_name IS NOT NULL AND known.scheduled
ON CONFLICT (job_id) DO UPDATE SET
    due_at = excluded.due_at,
    state = excluded.state,
    attempts = 0
WHERE job.due_at <= :'now'::timestamptz OR job.due_at > excluded.due_at -- A clock ran ahead.
RETURNING job.job_id;
