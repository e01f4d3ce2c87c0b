-- Title: DISTINCT ON tells the newest row, also beside compressed chunks
-- TimescaleDB 2.22 to 2.29.1 answer the oldest row of uncompressed chunks where others are compressed
-- (timescale/timescaledb#10447): SkipScan stays off for whoever opens this database. Where Ursa does not
-- own it, its owner can say the same; no question of Ursa's own asks so.
DO $$
BEGIN
    EXECUTE format('ALTER DATABASE %I SET timescaledb.enable_skipscan = off', current_database());
EXCEPTION WHEN insufficient_privilege THEN
    RAISE NOTICE 'The owner of the database can say: ALTER DATABASE % SET timescaledb.enable_skipscan = off', current_database();
END
$$;
