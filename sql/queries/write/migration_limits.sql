-- Title: How long the statements of this transaction may wait for a lock, and that they may work as long as they need
-- Parameters: lock_timeout text, as in 3s
-- Grain: one row
SELECT
    set_config('lock_timeout', :'lock_timeout'::text, TRUE) AS lock_timeout,
    set_config('statement_timeout', '0', TRUE) AS statement_timeout;
