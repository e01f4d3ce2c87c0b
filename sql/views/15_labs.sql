-- Title: Labs: schemas in which analysts write, and how a person leaves them

-- Parameters: what oid, a relation of a lab; harmless text[], locks that are let be
-- Grain: how many sessions of analysts that hold another lock on it were ended
-- Analysts' alone: nobody but a superuser may end what is a superuser's or the server's own.
CREATE OR REPLACE FUNCTION lab_sessions_end(what oid, harmless text[])
RETURNS bigint
LANGUAGE sql
AS $$
    SELECT count(pg_terminate_backend(session.pid))
    FROM pg_locks AS lock
    INNER JOIN pg_stat_activity AS session ON lock.pid = session.pid AND lock.database = session.datid
    INNER JOIN analyst ON session.usename = analyst.role_name
    WHERE
        lock.relation = what AND lock.granted AND lock.mode <> ALL (harmless)
        AND session.datname = current_database() AND may_end_sessions(session.usesysid)
$$;
COMMENT ON FUNCTION lab_sessions_end(oid, text[]) IS 'Ends sessions of analysts that hold a lock on a relation of a lab.';
REVOKE EXECUTE ON FUNCTION lab_sessions_end(oid, text[]) FROM public;

-- Parameters: person text
-- Grain: the number of rows and relations that went
-- Tables of analysts are foreign soil: a trigger, a rule, an expression in an index would run with the rights of who
-- deletes. So rows are deleted from plain tables with a text user_id alone; plain tables without one are emptied, because
-- nobody can say whose rows they hold, and what is not plain is dropped: none of this runs anything of the owner's. The lock
-- keeps a plain table plain.
CREATE OR REPLACE FUNCTION labs_forget(person text)
RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    kept record;
    gone bigint;
    total bigint := 0;
    plain boolean;
BEGIN
    -- Nobody else sees into temporary tables: they go with their session.
    PERFORM pg_terminate_backend(session.pid)
    FROM pg_stat_get_backend_idset() AS number
    INNER JOIN pg_stat_activity AS session ON session.pid = pg_stat_get_backend_pid(number)
    INNER JOIN analyst ON session.usename = analyst.role_name
    WHERE
        session.datname = current_database() AND may_end_sessions(session.usesysid)
        AND EXISTS (
            SELECT FROM pg_class AS class
            WHERE class.relnamespace = to_regnamespace('pg_temp_' || number) AND class.relkind = 'r'
        );
    FOR kept IN
        SELECT class.oid, class.oid::regclass AS name, class.relkind AS kind
        FROM pg_class AS class
        INNER JOIN pg_namespace AS namespace ON class.relnamespace = namespace.oid
        INNER JOIN analyst ON namespace.nspname = 'lab_' || analyst.role_name
        WHERE class.relkind IN ('r', 'p', 'm', 'f')
        ORDER BY class.oid
    LOOP
        IF NOT EXISTS (SELECT FROM pg_class AS class WHERE class.oid = kept.oid) THEN
            CONTINUE; -- It went with another one.
        END IF;
        -- Who writes would be waited for.
        PERFORM lab_sessions_end(kept.oid, ARRAY['AccessShareLock']);
        IF kept.kind = 'r' THEN
            EXECUTE format('LOCK TABLE ONLY %s IN ROW EXCLUSIVE MODE', kept.name);
        END IF;
        SELECT
            kept.kind = 'r'
            AND NOT (
                class.relhastriggers OR class.relhasrules OR class.relrowsecurity OR class.relispartition
                OR class.relhassubclass
                OR EXISTS (SELECT FROM pg_inherits AS heir WHERE heir.inhrelid = class.oid)
                OR EXISTS (
                    SELECT FROM pg_index AS index
                    WHERE index.indrelid = class.oid AND (index.indexprs IS NOT NULL OR index.indpred IS NOT NULL)
                )
                OR EXISTS (SELECT FROM pg_constraint AS held WHERE held.conrelid = class.oid AND held.contype IN ('c', 'x'))
                OR EXISTS (SELECT FROM pg_statistic_ext AS known WHERE known.stxrelid = class.oid)
            )
        INTO plain
        FROM pg_class AS class
        WHERE class.oid = kept.oid;
        gone := 1;
        IF plain AND EXISTS (
            SELECT FROM pg_attribute AS attribute
            WHERE
                attribute.attrelid = kept.oid AND attribute.attname = 'user_id' AND attribute.attnum > 0
                AND attribute.atttypid IN ('text'::regtype, 'varchar'::regtype)
        ) THEN
            EXECUTE format('DELETE FROM ONLY %s WHERE user_id OPERATOR(pg_catalog.=) $1', kept.name) USING person;
            GET DIAGNOSTICS gone = ROW_COUNT;
        ELSE
            -- Readers would be waited for, too.
            PERFORM lab_sessions_end(kept.oid, '{}');
            IF kept.kind = 'm' THEN
                EXECUTE format('REFRESH MATERIALIZED VIEW %s WITH NO DATA', kept.name);
            ELSIF plain THEN
                EXECUTE format('TRUNCATE ONLY %s', kept.name);
            ELSE
                EXECUTE format('DROP %s %s CASCADE', CASE kept.kind WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END, kept.name);
            END IF;
        END IF;
        total := total + gone;
    END LOOP;
    RETURN total;
END
$$;
COMMENT ON FUNCTION labs_forget(text) IS 'Takes a person''s rows from the schemas in which analysts write.';
REVOKE EXECUTE ON FUNCTION labs_forget(text) FROM public;
