-- Title: Drop the role of an analyst, and note it
-- Parameters: role_name text; with_lab boolean: also when it owns tables; actor text
-- Grain: one row, the line in the audit log
WITH dropped AS MATERIALIZED (
    SELECT analyst_drop(:'role_name'::text, :'with_lab'::boolean)
)

INSERT INTO audit_log (actor, action, details)
SELECT
    :'actor'::text AS actor,
    'analyst.drop' AS action,
    jsonb_build_object('role', :'role_name'::text) AS details
FROM dropped;
