-- Title: What every role may do in this database although it should not, and how that is taken away
-- Analysts have what PUBLIC has. Ursa's own role is given first what PUBLIC loses, so that it goes on working.

-- Parameters: none
-- Grain: one row per kind of deed that is open to PUBLIC; the remedy is for who owns what it names: ours, or not
CREATE OR REPLACE FUNCTION open_to_everybody()
RETURNS TABLE (deed text, remedy text, ours boolean)
LANGUAGE sql STABLE
AS $$
    SELECT
        'make temporary tables',
        format(
            'GRANT TEMPORARY ON DATABASE %1$I TO %2$I; REVOKE TEMPORARY ON DATABASE %1$I FROM PUBLIC',
            database.datname, current_user
        ),
        pg_has_role(database.datdba, 'USAGE')
    FROM pg_database AS database
    WHERE
        database.datname = current_database()
        AND has_database_privilege('public', database.oid, 'TEMPORARY')
    UNION ALL
    SELECT
        format('make tables in the schema %I', schema.nspname),
        format(
            'GRANT CREATE ON SCHEMA %1$I TO %2$I; REVOKE CREATE ON SCHEMA %1$I FROM PUBLIC',
            schema.nspname, current_user
        ),
        pg_has_role(schema.nspowner, 'USAGE')
    FROM pg_namespace AS schema
    WHERE
        schema.nspname IN ('public', 'analytics', current_schema())
        AND has_schema_privilege('public', schema.oid, 'CREATE')
    UNION ALL
    SELECT
        routines.deed,
        format(
            'GRANT EXECUTE ON ROUTINE %1$s TO %2$I; REVOKE EXECUTE ON ROUTINE %1$s FROM PUBLIC',
            string_agg(routines.oid::regprocedure::text, ', ' ORDER BY routines.oid), current_user
        ),
        bool_and(pg_has_role(routines.proowner, 'USAGE'))
    FROM (
        SELECT routine.oid, routine.proowner, 'keep large objects' AS deed
        FROM pg_proc AS routine
        WHERE routine.pronamespace = 'pg_catalog'::regnamespace AND routine.proname ~ '^lo(_|read$|write$)'
        UNION ALL
        SELECT routine.oid, routine.proowner, 'have the server work on a timetable'
        FROM pg_proc AS routine
        INNER JOIN pg_depend AS part ON routine.oid = part.objid AND part.deptype = 'e'
        INNER JOIN pg_extension AS extension ON part.refobjid = extension.oid
        WHERE
            extension.extname = 'timescaledb'
            AND routine.proname ~ '^(add|alter|delete|remove|run)_.*(job|policy|policies)$'
    ) AS routines
    WHERE has_function_privilege('public', routines.oid, 'EXECUTE')
    GROUP BY routines.deed
$$;
COMMENT ON FUNCTION open_to_everybody() IS 'What every role may do in this database although it should not, and the statements that end it.';

-- Parameters: none
-- Takes away what Ursa's role may take; what is left in open_to_everybody() is not its to take.
CREATE OR REPLACE PROCEDURE close_to_everybody()
LANGUAGE plpgsql
AS $$
DECLARE
    open record;
BEGIN
    FOR open IN SELECT found.remedy FROM open_to_everybody() AS found WHERE found.ours LOOP
        EXECUTE open.remedy;
    END LOOP;
END
$$;
COMMENT ON PROCEDURE close_to_everybody () IS 'Takes from every role what open_to_everybody() lists, as far as it is ours to take.';
