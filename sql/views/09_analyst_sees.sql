-- Title: Whom a reader may see, and what of them
-- The views of the schema analytics ask these three, with current_user as the reader: who asks, whichever view they ask
-- through. They run with Ursa's rights, because analysts have none on the grants, and answer nothing about a role that the
-- session's own does not belong to. As functions they are planned once a session, and not once a view and statement.

-- Parameters: reader name; data_class text
-- Grain: an object with a key for each person of whom the reader sees the class; NULL: nobody
CREATE OR REPLACE FUNCTION analyst_people(reader name, data_class text)
RETURNS jsonb
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER
AS $$
BEGIN
    RETURN (
        SELECT jsonb_object_agg(seen.user_id, 1)
        FROM analyst_seen(reader, ARRAY[data_class]) AS seen
    );
END
$$;
COMMENT ON FUNCTION analyst_people(name, text) IS 'People of whom a role sees a class of data, as keys of an object.';

-- Parameters: reader name; classes text[]
-- Grain: the people of whom the reader sees one of the classes
CREATE OR REPLACE FUNCTION analyst_list(reader name, classes text[])
RETURNS text[]
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER
AS $$
BEGIN
    RETURN ARRAY(
        SELECT seen.user_id
        FROM analyst_seen(reader, analyst_list.classes) AS seen
    );
END
$$;
COMMENT ON FUNCTION analyst_list(name, text[]) IS 'People of whom a role sees one of the classes of data.';

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

-- Parameters: reader name; asked text[]
-- Grain: one row per grant of one of these classes to the reader's role, or to one that theirs belongs to
-- Roles first: they are few, and their grants are found by the index, however many those of others are.
CREATE OR REPLACE FUNCTION analyst_granted(reader name, asked text[])
RETURNS TABLE (user_id text)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT granted.user_id
    FROM analyst_grant AS granted
    WHERE
        granted.role_oid = ANY (ARRAY(
            SELECT role.oid
            FROM pg_roles AS role
            WHERE pg_has_role(reader, role.oid, 'USAGE') AND pg_has_role(session_user, reader, 'MEMBER')
        ))
        AND granted.role_name = pg_get_userbyid(granted.role_oid)
        AND (granted.classes && asked) IS NOT FALSE
$$;
COMMENT ON FUNCTION analyst_granted(name, text[]) IS 'Grants of a role, for those who ask below.';
REVOKE EXECUTE ON FUNCTION analyst_granted(name, text[]) FROM public;

-- Parameters: reader name; asked text[]
-- Grain: one row per person of whom the reader sees one of the classes
CREATE OR REPLACE FUNCTION analyst_seen(reader name, asked text[])
RETURNS TABLE (user_id text)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT granted.user_id
    FROM analyst_granted(reader, asked) AS granted
    WHERE granted.user_id IS NOT NULL
    UNION
    SELECT account.user_id
    FROM account
    WHERE EXISTS (SELECT FROM analyst_granted(reader, asked) AS granted WHERE granted.user_id IS NULL)
$$;
COMMENT ON FUNCTION analyst_seen(name, text[]) IS 'People of whom a role sees one of the classes of data, one by one.';
REVOKE EXECUTE ON FUNCTION analyst_seen(name, text[]) FROM public;

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
