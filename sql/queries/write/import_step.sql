-- Title: Note how far an import has come, with the rows that it brought
-- Parameters: run_id uuid; phase text; files_total, files_done integer; rows bigint (more than before); report jsonb; now timestamptz
-- Grain: one row, or none when the import is not under way any more
UPDATE import_run SET
    phase = :'phase'::text,
    files_total = :'files_total'::integer,
    files_done = :'files_done'::integer,
    rows_written = import_run.rows_written + :'rows'::bigint,
    report = :'report'::jsonb,
    alive_at = :'now'::timestamptz
WHERE import_run.run_id = :'run_id'::uuid AND import_run.state = 'running'
RETURNING import_run.run_id;
