-- Title: Queue a sync of one person
-- Parameters: user_id text; origin text; days integer; token bytea or NULL; spender text or NULL; now timestamptz
-- Grain: one row, or none while another run of the person is under way
INSERT INTO sync_run (user_id, origin, days, token_encrypted, spender, queued_at)
SELECT
    account.user_id,
    :'origin'::text,
    :'days'::integer,
    :'token'::bytea,
    :'spender'::text,
    :'now'::timestamptz
FROM account
WHERE account.user_id = :'user_id'::text
FOR KEY SHARE
ON CONFLICT (user_id) WHERE state IN ('queued', 'running') DO NOTHING
RETURNING sync_run.run_id;
