-- Title: Let one migrate at a time
-- Parameters: none
-- Grain: one row
SELECT pg_advisory_lock(hashtext('ursa.migrate'));
