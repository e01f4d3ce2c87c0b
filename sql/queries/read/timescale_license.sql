-- Title: Edition of TimescaleDB
-- Parameters: none
-- Grain: one row
SELECT current_setting('timescaledb.license', TRUE) AS license;
