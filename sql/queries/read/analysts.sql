-- Title: Roles of analysts, and groups of them
-- Parameters: none
-- Grain: one row per role
SELECT
    analyst.role_name,
    analyst.logs_in,
    analyst.connection_limit,
    analyst.groups,
    analyst.everybody,
    analyst.people,
    analyst.classes,
    analyst.lab
FROM analyst
ORDER BY analyst.role_name;
