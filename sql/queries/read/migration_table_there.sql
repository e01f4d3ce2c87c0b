-- Title: Whether the list of migrations is there
-- Parameters: none
-- Grain: one row, NULL when it is not
SELECT to_regclass('schema_migration')::text AS relation;
