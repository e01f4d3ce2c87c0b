-- Title: Bring a continuous aggregate up to what is stored
-- Parameters: name text
-- Grain: none; the procedure commits by itself, so it must not run in a transaction
CALL refresh_continuous_aggregate(:'name'::regclass, NULL, NULL);
