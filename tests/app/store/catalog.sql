-- Title: What a database is made of, for comparing two of them
-- Parameters: none
-- Grain: one row per part; numbers of hypertables differ with the data and are left out
WITH ours AS (
    SELECT class.*
    FROM pg_class AS class
    WHERE class.relnamespace IN ('public'::regnamespace, 'analytics'::regnamespace)
)

SELECT
    'relation' AS part,
    ours.oid::regclass::text AS name,
    concat_ws(' ', ours.relkind, ours.reloptions, ours.relacl, obj_description(ours.oid, 'pg_class')) AS made
FROM ours
WHERE ours.relkind <> 'i'
UNION ALL
SELECT
    'column',
    ours.oid::regclass::text,
    string_agg(
        concat_ws(
            ' ', attribute.attname, format_type(attribute.atttypid, attribute.atttypmod), attribute.attnotnull,
            pg_get_expr(fallback.adbin, fallback.adrelid), col_description(ours.oid, attribute.attnum)
        ), E'\n' ORDER BY attribute.attnum
    )
FROM ours
INNER JOIN pg_attribute AS attribute ON ours.oid = attribute.attrelid
LEFT JOIN pg_attrdef AS fallback ON ours.oid = fallback.adrelid AND attribute.attnum = fallback.adnum
WHERE ours.relkind <> 'i' AND attribute.attnum > 0 AND NOT attribute.attisdropped
GROUP BY ours.oid
UNION ALL
SELECT
    'constraint',
    ours.oid::regclass::text,
    item.conname || ' ' || pg_get_constraintdef(item.oid)
FROM ours
INNER JOIN pg_constraint AS item ON ours.oid = item.conrelid
UNION ALL
SELECT
    'index',
    ours.oid::regclass::text,
    pg_get_indexdef(ours.oid)
FROM ours
WHERE ours.relkind = 'i'
UNION ALL
SELECT
    'view',
    ours.oid::regclass::text,
    regexp_replace(pg_get_viewdef(ours.oid), '_materialized_hypertable_\d+|cagg_watermark\(\d+\)', '…', 'g')
FROM ours
WHERE ours.relkind = 'v'
UNION ALL
SELECT
    'trigger',
    ours.oid::regclass::text,
    pg_get_triggerdef(item.oid)
FROM ours
INNER JOIN pg_trigger AS item ON ours.oid = item.tgrelid
WHERE NOT item.tgisinternal
UNION ALL
SELECT
    'function',
    item.oid::regprocedure::text,
    concat_ws(' ', item.prosrc, pg_get_function_result(item.oid), item.proacl)
FROM pg_proc AS item
WHERE
    item.pronamespace = 'public'::regnamespace
    AND NOT EXISTS (SELECT FROM pg_depend AS of WHERE of.objid = item.oid AND of.deptype = 'e')
UNION ALL
SELECT
    'job',
    coalesce(aggregate.view_name, job.hypertable_name),
    concat_ws(' ', job.proc_name, job.schedule_interval, job.config - 'hypertable_id' - 'mat_hypertable_id')
FROM timescaledb_information.jobs AS job
LEFT JOIN timescaledb_information.continuous_aggregates AS aggregate
    ON job.hypertable_name IN (aggregate.view_name, aggregate.materialization_hypertable_name)
WHERE job.job_id >= 1000
UNION ALL
SELECT
    'columnstore',
    setting.hypertable::text,
    concat_ws(' ', setting.segmentby, setting.orderby)
FROM timescaledb_information.hypertable_columnstore_settings AS setting
UNION ALL
SELECT
    'dimension',
    dimension.hypertable_name,
    concat_ws(' ', dimension.column_name, dimension.time_interval)
FROM timescaledb_information.dimensions AS dimension
WHERE dimension.hypertable_schema = 'public';
