-- Title: Let TimescaleDB know that the dump is in
-- Parameters: none
-- Grain: one row
SELECT timescaledb_post_restore();
