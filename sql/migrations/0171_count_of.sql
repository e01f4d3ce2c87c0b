-- Title: How many rows a relation holds, counted: what a backup held is compared with what came back

CREATE FUNCTION count_of(relation regclass) RETURNS bigint
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    rows bigint;
BEGIN
    EXECUTE format('SELECT count(*) FROM %s', relation) INTO rows;
    RETURN rows;
END
$$;
COMMENT ON FUNCTION count_of(regclass) IS 'Rows of a relation, counted one by one.';
REVOKE ALL ON FUNCTION count_of(regclass) FROM public;
