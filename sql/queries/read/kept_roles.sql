-- Title: Roles that the database's grants name, for a server that does not know them yet
-- Parameters: none
-- Grain: one row per role
SELECT DISTINCT role.rolname::text AS role_name
FROM pg_shdepend AS dependency
INNER JOIN pg_roles AS role ON dependency.refobjid = role.oid
WHERE
    dependency.refclassid = 'pg_authid'::regclass
    AND dependency.dbid = (
        SELECT base.oid FROM pg_database AS base WHERE base.datname = current_database()
    )
    AND role.rolname NOT LIKE 'pg\_%'
ORDER BY 1;
