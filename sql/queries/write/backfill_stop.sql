-- Title: End a backfill
-- Parameters: user_id text; actor text; now timestamptz
-- Grain: one row or none, and the line in the audit log; what it reached is kept for the next one
WITH stopped AS (
    UPDATE backfill SET
        state = 'stopped',
        ended_at = :'now'::timestamptz
    WHERE backfill.user_id = :'user_id'::text AND backfill.state = 'running'
    RETURNING backfill.user_id
)

INSERT INTO audit_log (actor, action, user_id)
SELECT
    :'actor'::text,
    'backfill.stop',
    stopped.user_id
FROM stopped;
