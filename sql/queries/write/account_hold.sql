-- Title: Keep a person's row until the transaction ends, and other writers of their rows waiting
-- Parameters: user_id text
-- Grain: one row, or none when there is no such person
-- Rows of years may lie compressed: TimescaleDB unpacks more than 100,000 in one transaction when asked to.
-- Fresh rows have no statistics yet, and the planner would compare 100,000 sent rows with as many
-- kept ones pair by pair; without nested loops it hashes them.
SELECT
    account.user_id,
    set_config('enable_nestloop', 'off', TRUE) AS enable_nestloop,
    set_config('timescaledb.max_tuples_decompressed_per_dml_transaction', '0', TRUE) AS unpacked
FROM account
WHERE account.user_id = :'user_id'::text
FOR NO KEY UPDATE;
