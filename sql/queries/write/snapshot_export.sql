-- Title: The name under which another program sees the same moment
-- Parameters: none
-- Grain: one row
SELECT pg_export_snapshot() AS snapshot_name;
