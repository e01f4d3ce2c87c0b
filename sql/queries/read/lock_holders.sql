-- Title: Who holds what a connection waits for
-- Parameters: pid integer, the process of the connection that waits
-- Grain: one row per process; of another role's process only its number and role are told, unless ours may see more
SELECT
    holder.pid,
    holder.usename AS role,
    holder.application_name AS application,
    holder.xact_start AS since,
    left(holder.query, 80) AS statement
FROM pg_stat_activity AS holder
WHERE holder.pid IN (SELECT unnest(pg_blocking_pids(:'pid'::integer)))
ORDER BY holder.pid;
