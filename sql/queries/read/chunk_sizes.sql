-- Title: How large the chunks that are written to now are, beside the server's memory
-- Parameters: none
-- Grain: one row per hypertable with an uncompressed chunk, the largest chunk first
WITH recent AS (
    SELECT
        chunk.hypertable_name::text AS relation,
        max(pg_total_relation_size(format('%I.%I', chunk.chunk_schema, chunk.chunk_name)::regclass)) AS chunk_bytes
    FROM timescaledb_information.chunks AS chunk
    WHERE chunk.hypertable_schema = current_schema() AND NOT chunk.is_compressed
    GROUP BY chunk.hypertable_name
)

SELECT
    recent.relation,
    recent.chunk_bytes,
    greatest(1, extract(DAY FROM dimension.time_interval)::integer) AS interval_days,
    pg_size_bytes(current_setting('shared_buffers')) AS memory_bytes
FROM recent
INNER JOIN timescaledb_information.dimensions AS dimension
    ON
        recent.relation = dimension.hypertable_name
        AND dimension.hypertable_schema = current_schema()
        AND dimension.dimension_number = 1
ORDER BY recent.chunk_bytes DESC;
