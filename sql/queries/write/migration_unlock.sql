-- Title: Let the next one migrate
-- Parameters: none
-- Grain: one row
SELECT pg_advisory_unlock(hashtext('ursa.migrate'));
