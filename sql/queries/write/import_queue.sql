-- Title: Queue an import of an archive
-- Parameters: run_id uuid; user_id text; origin text; file_path text; file_kept boolean; file_bytes bigint; foreign_owner_accepted, with_ppi boolean; now timestamptz
-- Grain: one row, or none while another import of the person is under way
INSERT INTO import_run (
    run_id, user_id, origin, file_path, file_kept, file_bytes, foreign_owner_accepted, with_ppi, queued_at, alive_at
)
SELECT
    :'run_id'::uuid,
    account.user_id,
    :'origin'::text,
    :'file_path'::text,
    :'file_kept'::boolean,
    :'file_bytes'::bigint,
    :'foreign_owner_accepted'::boolean,
    :'with_ppi'::boolean,
    :'now'::timestamptz,
    :'now'::timestamptz
FROM account
WHERE account.user_id = :'user_id'::text
FOR KEY SHARE
ON CONFLICT (user_id) WHERE state IN ('queued', 'running') DO NOTHING
RETURNING import_run.run_id;
