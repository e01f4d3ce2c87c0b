-- Title: Note what an export is writing
-- Parameters: run_id uuid; phase text; now timestamptz
-- Grain: one row, or none when the export is not under way any more
UPDATE takeout_run SET
    phase = :'phase'::text,
    alive_at = :'now'::timestamptz
WHERE takeout_run.run_id = :'run_id'::uuid AND takeout_run.state = 'running';
