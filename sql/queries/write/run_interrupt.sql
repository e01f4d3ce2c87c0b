-- Title: Mark a person's run whose worker died
-- Parameters: user_id text; error text (what happened, in words); now timestamptz
-- Grain: one row, or none; who asks for a sync takes its place. A sign of life that lies ahead is of a clock that was wrong
UPDATE sync_run SET
    state = 'interrupted',
    ended_at = :'now'::timestamptz,
    error_code = 'interrupted',
    error = :'error'::text,
    token_encrypted = NULL
WHERE
    sync_run.user_id = :'user_id'::text
    AND sync_run.state = 'running'
    AND sync_run.alive_at NOT BETWEEN now() - interval '40 seconds' AND now() + interval '40 seconds';
