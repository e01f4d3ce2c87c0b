-- Title: Keep a message that the workers gave up on
-- Parameters: job_id text (id of the message); actor text; arguments jsonb; attempts integer;
-- error text; ended_at timestamptz
-- Grain: one row per message
INSERT INTO job (job_id, actor, arguments, state, attempts, error, ended_at)
VALUES (
    :'job_id'::text,
    :'actor'::text,
    :'arguments'::jsonb,
    'dead',
    :'attempts'::integer,
    :'error'::text,
    :'ended_at'::timestamptz
)
ON CONFLICT (job_id) DO UPDATE SET
    state = excluded.state,
    attempts = excluded.attempts,
    error = excluded.error,
    ended_at = excluded.ended_at;
