-- Title: Whom a reader may see, and what of them
-- The views of the schema analytics ask these three, with current_user as the reader: who asks, whichever view they ask
-- through. They run with Ursa's rights, because analysts have none on the grants, and answer nothing about a role that the
-- session's own does not belong to. As functions they are planned once a session, and not once a view and statement.

-- Parameters: reader name; classes text[]
-- Grain: the people of whom the reader sees one of the classes
-- Roles first: they are few. Their grants are found by the index, however many those of others are: the planner would
-- rather look through all of them.
CREATE OR REPLACE FUNCTION analyst_list(reader name, classes text[])
RETURNS text[]
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER
SET enable_seqscan = off
AS $$
DECLARE
    seen CONSTANT text[] := ARRAY(
        SELECT granted.user_id
        FROM analyst_grant AS granted
        WHERE
            granted.role_oid = ANY (ARRAY(
                SELECT role.oid
                FROM pg_roles AS role
                WHERE pg_has_role(reader, role.oid, 'USAGE') AND pg_has_role(session_user, reader, 'MEMBER')
            ))
            AND granted.role_name = pg_get_userbyid(granted.role_oid)
            AND (granted.classes && analyst_list.classes) IS NOT FALSE
    );
BEGIN
    -- A grant of nobody by name is one of everybody.
    IF array_position(seen, NULL) IS NULL THEN
        RETURN seen;
    END IF;
    RETURN ARRAY(SELECT account.user_id FROM account);
END
$$;
COMMENT ON FUNCTION analyst_list(name, text[]) IS 'People of whom a role sees one of the classes of data.';

-- Parameters: reader name; data_class text
-- Grain: an object with a key for each person of whom the reader sees the class
CREATE OR REPLACE FUNCTION analyst_people(reader name, data_class text)
RETURNS jsonb
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER
AS $$
DECLARE
    seen CONSTANT text[] := analyst_list(reader, ARRAY[data_class]);
BEGIN
    RETURN jsonb_object(seen, seen);
END
$$;
COMMENT ON FUNCTION analyst_people(name, text) IS 'People of whom a role sees a class of data, as keys of an object.';

-- Parameters: reader name; needed text[]
-- Grain: whether the reader sees all of these classes of everybody
-- Grants of everybody first: they are few, or none.
CREATE OR REPLACE FUNCTION analyst_sees_everybody(reader name, needed text[])
RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER
AS $$
BEGIN
    RETURN EXISTS (SELECT FROM analyst_grant AS granted WHERE granted.user_id IS NULL)
        AND pg_has_role(session_user, reader, 'MEMBER')
        AND needed <@ ARRAY(
            SELECT class.class
            FROM analyst_grant AS granted
            CROSS JOIN LATERAL unnest(coalesce(granted.classes, needed)) AS class (class)
            WHERE
                granted.user_id IS NULL
                AND granted.role_name = pg_get_userbyid(granted.role_oid)
                AND pg_has_role(reader, granted.role_oid, 'USAGE')
        );
END
$$;
COMMENT ON FUNCTION analyst_sees_everybody(name, text[]) IS 'Whether a role sees these classes of data of everybody.';

DROP FUNCTION IF EXISTS analyst_seen(name, text[]);
DROP FUNCTION IF EXISTS analyst_granted(name, text[]);

-- Names mean what they mean here, whatever the reader's search path says.
DO $$
DECLARE
    asked regprocedure;
BEGIN
    FOREACH asked IN ARRAY ARRAY[
        'analyst_people(name, text)', 'analyst_list(name, text[])', 'analyst_sees_everybody(name, text[])'
    ]::regprocedure[] LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = pg_catalog, %I, pg_temp', asked, current_schema());
    END LOOP;
END
$$;

-- Parameters: what text, a class of data
-- The condition that this class of a row's person is granted, as text for the views. Keys of an object, because looking
-- one up costs nothing in the planner's eyes, which so puts it before whatever the reader asks for.
CREATE OR REPLACE FUNCTION analyst_condition(what text)
RETURNS text
LANGUAGE sql IMMUTABLE
AS $$
    SELECT format('(SELECT analyst_people(current_user, %L))[user_id] IS NOT NULL', what)
$$;
COMMENT ON FUNCTION analyst_condition(text) IS 'The condition that a class of a person''s data is granted to the reader, as text for the views.';
