-- Title: Queue an export of everything about a person
-- Parameters: user_id text; origin text; now timestamptz
-- Grain: one row, or none while another export of the person is under way, or without a person
INSERT INTO takeout_run (user_id, origin, queued_at, alive_at)
SELECT
    account.user_id,
    :'origin'::text,
    :'now'::timestamptz,
    :'now'::timestamptz
FROM account
WHERE account.user_id = :'user_id'::text
FOR KEY SHARE
ON CONFLICT (user_id) WHERE state IN ('queued', 'running') DO NOTHING
RETURNING takeout_run.run_id;
