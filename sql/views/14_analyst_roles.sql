-- Title: Roles of analysts: made with guards, listed, dropped
-- What a SET can lift is told as such; what holds is forced by rights that the role does not have.

-- Parameters: none
-- The group of all analysts, and what it may read.
CREATE OR REPLACE FUNCTION analysts_open()
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE pg_roles.rolname = 'ursa_analyst') THEN
            CREATE ROLE ursa_analyst NOLOGIN;
        END IF;
    EXCEPTION
        -- Databases share their server's roles: another one made it just now.
        WHEN duplicate_object OR unique_violation THEN NULL;
    END;
    GRANT USAGE ON SCHEMA analytics TO ursa_analyst;
    GRANT SELECT ON ALL TABLES IN SCHEMA analytics TO ursa_analyst;
END
$$;
COMMENT ON FUNCTION analysts_open() IS 'Makes the group of all analysts where there is none, and lets it read the schema analytics.';
REVOKE EXECUTE ON FUNCTION analysts_open() FROM public;

-- Parameters: name text; verifier text, its password as SCRAM verifier (NULL: a group, which nobody logs in as);
-- people text[] (NULL: everybody, those to come included); data_classes text[] (NULL: all); groups text[]; lab boolean:
-- with a schema lab_NAME to write in
-- Grain: one row per guard: what it is, its value, whether the role can not lift it
CREATE OR REPLACE FUNCTION analyst_create(
    name text, verifier text, people text[], data_classes text[], groups text[], lab boolean
)
RETURNS TABLE (guard text, value text, forced boolean)
LANGUAGE plpgsql
AS $$
#variable_conflict use_column
DECLARE
    grp text;
    missing text;
    disk text := '2GB';
    path text := 'analytics, public, pg_catalog';
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
        RAISE duplicate_object USING MESSAGE = format('there is a role %s already', name);
    END IF;
    SELECT string_agg(wanted, ', ') INTO missing
    FROM unnest(people) AS wanted
    WHERE NOT EXISTS (SELECT FROM account WHERE account.user_id = wanted);
    IF missing IS NOT NULL THEN
        RAISE no_data_found USING MESSAGE = format('there is no person %s', missing);
    END IF;
    SELECT string_agg(wanted, ', ') INTO missing
    FROM unnest(groups) AS wanted
    LEFT JOIN pg_roles AS role ON role.rolname = wanted
    WHERE role.oid IS NULL OR role.rolsuper OR NOT pg_has_role(role.oid, 'ursa_analyst', 'MEMBER');
    IF missing IS NOT NULL THEN
        RAISE undefined_object USING MESSAGE = format('there is no group of analysts %s', missing);
    END IF;
    IF NOT EXISTS (
        SELECT FROM pg_roles AS role
        WHERE role.rolname = 'ursa_analyst' AND has_schema_privilege(role.oid, 'analytics', 'USAGE')
    ) THEN
        -- When the database was migrated, Ursa's role might not make it yet.
        PERFORM analysts_open();
    END IF;
    EXECUTE format(
        'CREATE ROLE %I %s NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION CONNECTION LIMIT 8 IN ROLE ursa_analyst',
        name, CASE WHEN verifier IS NULL THEN 'NOLOGIN' ELSE format('LOGIN PASSWORD %L', verifier) END
    );
    FOREACH grp IN ARRAY groups LOOP
        EXECUTE format('GRANT %I TO %I', grp, name);
    END LOOP;
    IF NOT (SELECT role.rolsuper FROM pg_roles AS role WHERE role.rolname = current_user) THEN
        -- Who is to end its statements and to empty its lab has to have its rights.
        EXECUTE format('GRANT %I TO %I WITH INHERIT TRUE, SET FALSE', name, current_user);
    END IF;
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), name);
    IF lab THEN
        EXECUTE format('CREATE SCHEMA %I', 'lab_' || name);
        EXECUTE format('GRANT USAGE, CREATE ON SCHEMA %I TO %I', 'lab_' || name, name);
        EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO %I', current_database(), name);
        path := format('%I, %s', 'lab_' || name, path);
    END IF;
    EXECUTE format('ALTER ROLE %I SET search_path = %s', name, path);
    EXECUTE format('ALTER ROLE %I SET default_transaction_read_only = %s', name, NOT lab);
    EXECUTE format('ALTER ROLE %I SET statement_timeout = ''60s''', name);
    EXECUTE format('ALTER ROLE %I SET idle_in_transaction_session_timeout = ''60s''', name);
    EXECUTE format('ALTER ROLE %I SET lock_timeout = ''5s''', name);
    EXECUTE format('ALTER ROLE %I SET jit = off', name);
    BEGIN
        EXECUTE format('ALTER ROLE %I SET temp_file_limit = %L', name, disk);
    EXCEPTION
        -- For superusers alone, or for whom one of them has granted it to.
        WHEN insufficient_privilege THEN disk := NULL;
    END;
    IF people IS NULL THEN
        INSERT INTO analyst_grant (role_name, user_id, classes) VALUES (name, NULL, data_classes);
    ELSE
        INSERT INTO analyst_grant (role_name, user_id, classes)
        SELECT DISTINCT name, wanted, data_classes FROM unnest(people) AS wanted;
    END IF;
    RETURN QUERY VALUES
        ('reads', 'the schema analytics alone, rows of who is granted', TRUE),
        ('writes', CASE WHEN lab THEN 'in the schema lab_' || name || ' and temporary tables alone' ELSE 'nothing' END, TRUE),
        ('connections', '8', TRUE),
        ('disk for sorting', coalesce(disk, 'not limited: Ursa''s role may not set temp_file_limit'), disk IS NOT NULL),
        ('time of a statement', '60s; within 10min it is cancelled, within 15 the session ended, where a SET lifts that', FALSE),
        ('idle in a transaction', '60s; within 10min the session is ended, where a SET lifts that', FALSE),
        ('time of a transaction', '1h, then the session is ended', TRUE),
        ('memory', 'work_mem: a SET changes it', FALSE),
        ('own password and defaults', 'PostgreSQL lets every role', FALSE),
        ('advisory locks, NOTIFY, pg_sleep', 'PostgreSQL lets every role', FALSE);
END
$$;
COMMENT ON FUNCTION analyst_create(text, text, text[], text[], text[], boolean) IS 'Makes the role of an analyst with its guards and grants, and tells which guards it can not lift.';
REVOKE EXECUTE ON FUNCTION analyst_create(text, text, text[], text[], text[], boolean) FROM public;

-- Grain: one row per role of an analyst, and group of them
-- Ursa's own role may be in theirs, so that it can end what they do: it is none of them.
CREATE OR REPLACE VIEW analyst AS
SELECT
    role.rolname::text AS role_name,
    role.rolcanlogin AS logs_in,
    role.rolconnlimit AS connection_limit,
    ARRAY( -- noqa: CP03
        SELECT grp.rolname::text
        FROM pg_auth_members AS member
        INNER JOIN pg_roles AS grp ON member.roleid = grp.oid
        WHERE member.member = role.oid AND grp.rolname <> 'ursa_analyst'
        ORDER BY grp.rolname
    ) AS groups,
    coalesce(granted.everybody, FALSE) AS everybody,
    coalesce(granted.people, 0) AS people,
    granted.classes,
    to_regnamespace(quote_ident('lab_' || role.rolname))::text AS lab
FROM pg_roles AS role
LEFT JOIN LATERAL (
    SELECT
        bool_or(own.user_id IS NULL) AS everybody,
        count(DISTINCT own.user_id) AS people,
        CASE WHEN bool_and(own.classes IS NOT NULL) THEN array_agg(DISTINCT of.class ORDER BY of.class) END AS classes
    FROM analyst_grant AS own
    LEFT JOIN LATERAL unnest(own.classes) AS of (class) ON TRUE
    WHERE own.role_oid = role.oid AND own.role_name = role.rolname
) AS granted ON TRUE
WHERE
    role.rolname <> 'ursa_analyst' AND NOT role.rolsuper AND NOT role.rolcreaterole
    AND NOT EXISTS (
        SELECT FROM pg_namespace AS shown
        WHERE shown.nspname = 'analytics' AND pg_has_role(role.oid, shown.nspowner, 'MEMBER')
    )
    AND EXISTS (
        SELECT FROM pg_roles AS analysts
        WHERE analysts.rolname = 'ursa_analyst' AND pg_has_role(role.oid, analysts.oid, 'MEMBER')
    );
COMMENT ON VIEW analyst IS 'One row per role of an analyst, and group of them.';
COMMENT ON COLUMN analyst.role_name IS 'Name of the role.';
COMMENT ON COLUMN analyst.logs_in IS 'Whether somebody logs in as it; a group is granted to such roles.';
COMMENT ON COLUMN analyst.connection_limit IS 'How many connections it may have at once; -1: any number.';
COMMENT ON COLUMN analyst.groups IS 'Groups that it is in: it sees whom they see, too.';
COMMENT ON COLUMN analyst.everybody IS 'Whether it sees everybody, those to come included.';
COMMENT ON COLUMN analyst.people IS 'How many people it was granted one by one.';
COMMENT ON COLUMN analyst.classes IS 'Classes of data that it sees; NULL: all.';
COMMENT ON COLUMN analyst.lab IS 'The schema that it writes in; NULL: none.';

-- Parameters: name text; with_lab boolean: also when it owns tables, which go with it
-- Sessions of the role end. Roles that are in a group of that name stay, and see no more what it saw.
CREATE OR REPLACE FUNCTION analyst_drop(name text, with_lab boolean)
RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    own bigint;
BEGIN
    IF NOT EXISTS (SELECT FROM analyst WHERE analyst.role_name = name) THEN
        RAISE undefined_object USING MESSAGE = format('there is no analyst %s', name);
    END IF;
    PERFORM pg_terminate_backend(session.pid) FROM pg_stat_activity AS session WHERE session.usename = name;
    SELECT count(*) INTO own
    FROM pg_shdepend AS dependency
    INNER JOIN pg_roles AS role ON dependency.refobjid = role.oid AND role.rolname = name
    WHERE dependency.deptype = 'o' AND dependency.refclassid = 'pg_authid'::regclass;
    IF own > 0 AND NOT with_lab THEN
        RAISE object_in_use USING MESSAGE = format('%s tables or the like belong to %s', own, name);
    END IF;
    EXECUTE format('DROP SCHEMA IF EXISTS %I CASCADE', 'lab_' || name);
    EXECUTE format('DROP OWNED BY %I CASCADE', name);
    DELETE FROM analyst_grant WHERE analyst_grant.role_name = name;
    EXECUTE format('DROP ROLE %I', name);
END
$$;
COMMENT ON FUNCTION analyst_drop(text, boolean) IS 'Drops the role of an analyst: its sessions, grants and lab.';
REVOKE EXECUTE ON FUNCTION analyst_drop(text, boolean) FROM public;

-- Parameters: owner oid, of a role
-- Whether Ursa's role may end what that role does: it may not where somebody else made it and granted Ursa no part in it.
CREATE OR REPLACE FUNCTION may_end_sessions(owner oid)
RETURNS boolean
LANGUAGE sql STABLE
AS $$
    SELECT pg_has_role(owner, 'USAGE') OR pg_has_role('pg_signal_backend', 'USAGE')
$$;
COMMENT ON FUNCTION may_end_sessions(oid) IS 'Whether sessions of a role may be ended.';

-- Parameters: statement_may, statement_ends, transaction_may interval
-- Grain: one row per session of an analyst that was stopped
-- What a SET has lifted. A statement that takes longer than it may is cancelled, and because a block of code may catch that,
-- its session is ended later. So is a transaction in which nothing happens for as long, and one that is too old whatever
-- happens in it: it keeps what is deleted from being cleaned away.
DROP FUNCTION IF EXISTS analysts_stop_long();
CREATE OR REPLACE FUNCTION analysts_stop_long(statement_may interval, statement_ends interval, transaction_may interval)
RETURNS TABLE (role_name text, stopped boolean)
LANGUAGE sql
AS $$
    SELECT
        long.usename::text,
        CASE
            WHEN long.state <> 'active' OR long.quiet > statement_ends OR long.old > transaction_may
                THEN pg_terminate_backend(long.pid)
            ELSE pg_cancel_backend(long.pid)
        END
    FROM (
        SELECT
            session.*,
            clock_timestamp() - greatest(session.state_change, session.query_start) AS quiet,
            clock_timestamp() - session.xact_start AS old
        FROM pg_stat_activity AS session
        INNER JOIN analyst ON session.usename = analyst.role_name
        WHERE session.datname = current_database() AND session.state <> 'idle' AND may_end_sessions(session.usesysid)
    ) AS long
    WHERE long.quiet > statement_may OR long.old > transaction_may
$$;
COMMENT ON FUNCTION analysts_stop_long(interval, interval, interval) IS 'Stops statements and open transactions of analysts that take longer than they may.';
REVOKE EXECUTE ON FUNCTION analysts_stop_long(interval, interval, interval) FROM public;
