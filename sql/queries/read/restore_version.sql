-- Title: Whether the server has a version of TimescaleDB, and what makes the extension
-- Parameters: version text
-- Grain: one row, or none when it is not there
SELECT format('CREATE EXTENSION IF NOT EXISTS timescaledb VERSION %L', available.version) AS makes
FROM pg_available_extension_versions AS available
WHERE available.name = 'timescaledb' AND available.version = :'version'::text;
