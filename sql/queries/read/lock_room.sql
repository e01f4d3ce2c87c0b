-- Title: Locks that deleting a person who is in every chunk takes, and those that the server has room for
-- Parameters: none
-- Grain: one row
SELECT
    (
        SELECT count(*) FROM pg_class AS class
        WHERE class.relnamespace = '_timescaledb_internal'::regnamespace AND class.relkind IN ('r', 'i')
    ) AS relations,
    current_setting('max_locks_per_transaction')::bigint
    * (current_setting('max_connections')::bigint + current_setting('max_prepared_transactions')::bigint) AS room,
    current_setting('max_locks_per_transaction')::bigint AS setting;
