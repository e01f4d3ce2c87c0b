-- Title: Version of PostgreSQL
-- Parameters: none
-- Grain: one row
SELECT current_setting('server_version') AS postgres_version;
