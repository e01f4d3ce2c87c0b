-- Title: Migrations that ran
-- Parameters: none
-- Grain: one row per migration
SELECT
    schema_migration.name,
    schema_migration.sha256
FROM schema_migration
ORDER BY schema_migration.name;
