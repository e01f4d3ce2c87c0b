-- Title: No file of sql/views stands in the database any more
-- Parameters: none
-- Grain: one row per file
DELETE FROM schema_view;
