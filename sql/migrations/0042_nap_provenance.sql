-- Title: Where a nap is from, as 0030 has it of all other rows
ALTER TABLE nap ADD COLUMN run_id uuid;
ALTER TABLE nap ADD COLUMN source text NOT NULL DEFAULT 'accesslink';
COMMENT ON COLUMN nap.run_id IS 'The sync run that last wrote the row; NULL: none, or before Ursa noted it. Runs are forgotten before rows.';
COMMENT ON COLUMN nap.source IS 'Where the row is from: accesslink.';
