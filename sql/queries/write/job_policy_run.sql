-- Title: Run one of TimescaleDB's policies
-- Parameters: policy_id integer
-- Grain: none; the procedure commits by itself, so it must not run in a transaction
CALL run_job(:'policy_id'::integer);
