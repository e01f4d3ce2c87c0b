-- Title: Bring an aggregate of samples up to what is stored
-- Parameters: name text; first date (NULL: the first there is), until date
-- Grain: none; the procedure commits by itself, so it must not run in a transaction
CALL refresh_continuous_aggregate(:'name'::regclass, :'first'::date::timestamp, :'until'::date::timestamp);
