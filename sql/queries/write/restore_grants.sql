-- Title: Forget grants of roles that this server does not know: another may get their number
-- Parameters: none
-- Grain: none
DELETE FROM analyst_grant
WHERE NOT EXISTS (
    SELECT FROM pg_roles
    WHERE pg_roles.oid = analyst_grant.role_oid AND pg_roles.rolname = analyst_grant.role_name
);
