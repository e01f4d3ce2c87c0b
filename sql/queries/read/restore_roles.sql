-- Title: Roles that a dump's grants name and the server does not know: what makes them, what ends them
-- Parameters: names text[]
-- Grain: one row per missing role
SELECT
    wanted AS role_name,
    format('CREATE ROLE %I NOLOGIN', wanted) AS makes,
    format('DROP OWNED BY %I', wanted) AS lets_go,
    format('DROP ROLE %I', wanted) AS ends
FROM unnest(:'names'::text[]) AS wanted
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE pg_roles.rolname = wanted)
ORDER BY 1;
