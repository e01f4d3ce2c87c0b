-- Title: Let TimescaleDB know that a dump is coming
-- Parameters: none
-- Grain: one row
SELECT timescaledb_pre_restore();
