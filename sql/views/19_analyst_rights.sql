-- Title: The group of all analysts, and what it may read
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE pg_roles.rolname = 'ursa_analyst') THEN
        CREATE ROLE ursa_analyst NOLOGIN;
    END IF;
EXCEPTION
    -- Managed databases may not let Ursa make roles; the views are there all the same.
    WHEN insufficient_privilege THEN RAISE NOTICE 'the role ursa_analyst could not be made';
    -- Databases share their server's roles: another one made it just now.
    WHEN duplicate_object OR unique_violation THEN NULL;
END
$$;

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE pg_roles.rolname = 'ursa_analyst') THEN
        GRANT USAGE ON SCHEMA analytics TO ursa_analyst;
        GRANT SELECT ON ALL TABLES IN SCHEMA analytics TO ursa_analyst;
    END IF;
END
$$;
