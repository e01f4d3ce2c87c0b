-- Title: Files of sql/views that stand in the database
-- Parameters: none
-- Grain: one row per file
SELECT
    schema_view.name,
    schema_view.sha256
FROM schema_view;
