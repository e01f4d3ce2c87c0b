-- Title: Rows of an export that are not there yet, made again
-- Parameters: relation text; user_id text; run_id uuid; key text[] (NULL: rows bear their run); rows jsonb, as takeout_rows tells them
-- Grain: one row: how many were not there
SELECT takeout_restore(:'relation'::text, :'user_id'::text, :'run_id'::uuid, :'key'::text[], :'rows'::jsonb) AS restored;
