-- Title: What a backup must bring back: rows of every table and aggregate, and policies
-- Parameters: none
-- Grain: one row per table, continuous aggregate and policy, by kind and name
SELECT
    'relation' AS kind,
    class.relname::text AS name,
    count_of(class.oid::regclass) AS counted
FROM pg_class AS class
WHERE class.relnamespace = 'public'::regnamespace AND class.relkind = 'r'
UNION ALL
SELECT
    'aggregate' AS kind,
    aggregate.view_name::text AS name,
    count_of(format(
        '%I.%I', aggregate.materialization_hypertable_schema, aggregate.materialization_hypertable_name
    )::regclass) AS counted
FROM timescaledb_information.continuous_aggregates AS aggregate
UNION ALL
SELECT
    'policy' AS kind,
    concat_ws(' ', job.proc_name, job.hypertable_name, job.config::text) AS name,
    1 AS counted
FROM timescaledb_information.jobs AS job
WHERE job.hypertable_name IS NOT NULL
ORDER BY 1, 2;
