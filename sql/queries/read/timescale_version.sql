-- Title: Version of TimescaleDB
-- Parameters: none
-- Grain: one row
SELECT pg_extension.extversion
FROM pg_extension
WHERE pg_extension.extname = 'timescaledb';
