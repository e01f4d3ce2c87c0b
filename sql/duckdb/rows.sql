-- Title: Rows of a table of an export, for DuckDB
-- Parameters: path: the Parquet file
-- Grain: one row per row, as it was written
SELECT * FROM read_parquet($path);
