-- Title: Hypertables and continuous aggregates, their chunks and what compression saves
-- Parameters: none
-- Grain: one row per hypertable or aggregate, the largest first; sizes before and after are of compressed chunks alone
WITH relation AS (
    SELECT
        format('%I.%I', hypertable.hypertable_schema, hypertable.hypertable_name)::regclass AS stored_in,
        hypertable.hypertable_name::text AS relation,
        FALSE AS aggregate
    FROM timescaledb_information.hypertables AS hypertable
    WHERE hypertable.hypertable_schema = current_schema()
    UNION ALL
    SELECT
        format('%I.%I', aggregate.materialization_hypertable_schema, aggregate.materialization_hypertable_name)::regclass,
        aggregate.view_name::text,
        TRUE
    FROM timescaledb_information.continuous_aggregates AS aggregate
    WHERE aggregate.view_schema = current_schema()
),

chunk AS (
    SELECT
        format('%I.%I', chunks.hypertable_schema, chunks.hypertable_name)::regclass AS stored_in,
        count(*) AS chunks,
        count(*) FILTER (WHERE chunks.is_compressed) AS compressed_chunks
    FROM timescaledb_information.chunks
    GROUP BY chunks.hypertable_schema, chunks.hypertable_name
)

SELECT
    relation.relation,
    relation.aggregate,
    coalesce(chunk.chunks, 0) AS chunks,
    coalesce(chunk.compressed_chunks, 0) AS compressed_chunks,
    hypertable_size(relation.stored_in) AS size_bytes,
    saved.before_compression_total_bytes AS before_bytes,
    saved.after_compression_total_bytes AS after_bytes
FROM relation
LEFT JOIN chunk ON relation.stored_in = chunk.stored_in
LEFT JOIN LATERAL hypertable_compression_stats(relation.stored_in) AS saved ON TRUE
ORDER BY size_bytes DESC, relation.relation;
