-- Title: How large the database is
-- Parameters: none
-- Grain: one row
SELECT
    pg_database_size(current_database()) AS size_bytes,
    current_setting('server_version') AS postgres_version,
    (
        SELECT pg_extension.extversion FROM pg_extension
        WHERE pg_extension.extname = 'timescaledb'
    ) AS timescale_version,
    (SELECT count(*) FROM account) AS people;
