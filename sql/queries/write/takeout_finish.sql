-- Title: End an export
-- Parameters: run_id uuid; state text; now timestamptz; told_rows bigint; documents integer; file_bytes bigint, expires_at timestamptz, error_code, error text or NULL
-- Grain: one row, or none when it has ended already, or its person was deleted
UPDATE takeout_run SET
    state = :'state'::text,
    phase = 'done',
    told_rows = :'told_rows'::bigint,
    documents = :'documents'::integer,
    file_bytes = :'file_bytes'::bigint,
    ended_at = :'now'::timestamptz,
    alive_at = :'now'::timestamptz,
    expires_at = :'expires_at'::timestamptz,
    error_code = :'error_code'::text,
    error = :'error'::text
WHERE takeout_run.run_id = :'run_id'::uuid AND takeout_run.state IN ('queued', 'running');
