-- Title: Whoever changes rows finds all of them, also those that are just unpacked
-- A bitmap heap scan of a chunk that is packed in part misses rows that its own DELETE or UPDATE unpacks
-- (timescale/timescaledb#9120, PostgreSQL 16 and older), and with RETURNING may end the server (#9913).
-- Ursa's own connections say it at their start; here it is for sessions that a pooler lends.
DO $$
BEGIN
    EXECUTE format('ALTER ROLE CURRENT_USER IN DATABASE %I SET enable_bitmapscan = off', current_database());
EXCEPTION WHEN insufficient_privilege THEN
    RAISE NOTICE 'An administrator can say: ALTER ROLE % IN DATABASE % SET enable_bitmapscan = off', current_user, current_database();
END
$$;
