-- Title: Bring an aggregate of samples up to what is stored
-- Parameters: name text, until date
-- Grain: none; the procedure commits by itself, so it must not run in a transaction
CALL refresh_continuous_aggregate(:'name'::regclass, NULL, :'until'::date::timestamp);
