-- Title: What an import has to know of what is stored, and how it is taken back
-- Relations and keys are named by Ursa's own tables of records; values are parameters.

-- Parameters: key jsonb: columns and values that name a row among the person's
-- Grain: the condition on a relation called kept. It has the values in it: of a compressed chunk, only what they name is unpacked.
CREATE OR REPLACE FUNCTION matching(key jsonb)
RETURNS text
LANGUAGE sql IMMUTABLE
BEGIN ATOMIC
SELECT string_agg(format('kept.%I = %L', each.name, each.value), ' AND ')
FROM jsonb_each_text(key) AS each (name, value);
END;
COMMENT ON FUNCTION matching(jsonb) IS 'A key as a condition.';
REVOKE EXECUTE ON FUNCTION matching(jsonb) FROM public;

-- Parameters: relation text; person text; key jsonb: columns and values that name a row among the person's
-- Grain: the row as it is stored, or NULL
CREATE OR REPLACE FUNCTION kept_row(relation text, person text, key jsonb)
RETURNS jsonb
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    found jsonb;
BEGIN
    EXECUTE format('SELECT to_jsonb(kept) FROM %I AS kept WHERE kept.user_id = $1 AND %s', relation, matching(key))
    INTO found USING person;
    RETURN found;
END
$$;
COMMENT ON FUNCTION kept_row(text, text, jsonb) IS 'The stored row of a key, as an object.';
REVOKE EXECUTE ON FUNCTION kept_row(text, text, jsonb) FROM public;

-- Parameters: relation text; person text; days date[]
-- Grain: one row per day that has samples; archived: all of them are an archive's
CREATE OR REPLACE FUNCTION told_days(relation text, person text, days date[])
RETURNS TABLE (day date, samples bigint, archived boolean)
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    day_of text := CASE
        WHEN EXISTS (
            SELECT FROM pg_attribute AS attribute
            WHERE attribute.attrelid = relation::regclass AND attribute.attname = 'date' AND NOT attribute.attisdropped
        ) THEN 'coalesce(kept.date, kept.local_time::date)'
        ELSE 'kept.local_time::date'
    END;
BEGIN
    RETURN QUERY EXECUTE format(
        'SELECT %2$s, count(*), bool_and(kept.source = ''archive'') FROM %1$I AS kept '
        'WHERE kept.user_id = $1 AND kept.local_time >= $3 AND kept.local_time < $4 AND %2$s = ANY ($2) GROUP BY 1',
        relation, day_of
    ) USING
        person, days,
        (SELECT min(each.day) FROM unnest(days) AS each (day)) - 2,
        (SELECT max(each.day) FROM unnest(days) AS each (day)) + 3;
END
$$;
COMMENT ON FUNCTION told_days(text, text, date[]) IS 'Days that have samples, how many, and whether an archive alone told them.';
REVOKE EXECUTE ON FUNCTION told_days(text, text, date[]) FROM public;

-- Parameters: change import_change: what an import did to a row; only_archive text[]: columns that no other source tells
-- Grain: how many rows changed, 0 or 1
-- A row that nobody wrote since is as before, or gone. One that a sync wrote since is the sync's: what the import alone
-- brought goes back, where it still stands there.
CREATE OR REPLACE FUNCTION undo_change(change import_change, only_archive text[])
RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    kept jsonb := kept_row(change.relation, change.user_id, change.key);
    ours jsonb;
    back jsonb;
    changed bigint;
BEGIN
    IF kept IS NULL THEN
        -- Nothing was brought: the import took the row away.
        IF change.earlier IS NULL OR change.brought <> '{}' THEN
            RETURN 0;
        END IF;
        EXECUTE format('INSERT INTO %1$I SELECT (jsonb_populate_record(NULL::%1$I, $1)).*', change.relation)
        USING change.earlier;
        DELETE FROM history
        WHERE
            history.user_id = change.user_id AND history.run_id = change.run_id
            AND history.relation = change.relation AND history.earlier = change.earlier - 'user_id';
        RETURN 1;
    END IF;
    IF change.earlier IS NULL AND kept ->> 'run_id' = change.run_id::text THEN
        EXECUTE format('DELETE FROM %I AS kept WHERE kept.user_id = $1 AND %s', change.relation, matching(change.key))
        USING change.user_id;
        RETURN 1;
    END IF;
    -- As the relation writes its values, so that texts of times can be compared.
    EXECUTE format('SELECT to_jsonb(jsonb_populate_record(NULL::%I, $1))', change.relation)
    INTO ours USING change.brought;
    SELECT jsonb_object_agg(each.name, coalesce(change.earlier -> each.name, 'null'::jsonb)) INTO back
    FROM jsonb_object_keys(change.brought) AS each (name)
    WHERE
        kept -> each.name IS NOT DISTINCT FROM ours -> each.name
        AND (change.earlier IS NOT NULL OR each.name = ANY (only_archive));
    IF change.earlier IS NOT NULL AND kept ->> 'run_id' = change.run_id::text THEN
        back := coalesce(back, '{}') || jsonb_build_object(
            'source', change.earlier -> 'source', 'run_id', change.earlier -> 'run_id', 'written_at', change.earlier -> 'written_at'
        );
    END IF;
    IF back IS NULL THEN
        RETURN 0;
    END IF;
    EXECUTE format(
        'UPDATE %1$I AS kept SET (%3$s) = (SELECT %3$s FROM jsonb_populate_record(NULL::%1$I, $2) AS was) '
        'WHERE kept.user_id = $1 AND %2$s',
        change.relation, matching(change.key),
        (SELECT string_agg(quote_ident(name), ', ' ORDER BY name) FROM jsonb_object_keys(back) AS name)
    ) USING change.user_id, back;
    GET DIAGNOSTICS changed = ROW_COUNT;
    RETURN changed;
END
$$;
COMMENT ON FUNCTION undo_change(import_change, text[]) IS 'Takes one change of an import back.';
REVOKE EXECUTE ON FUNCTION undo_change(import_change, text[]) FROM public;

-- Parameters: person text; run uuid
-- Grain: how many rows went
-- Rows that the import made and nobody wrote since go together, a statement a relation; their notes go with them.
CREATE OR REPLACE FUNCTION undo_made(person text, run uuid)
RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    made record;
    gone bigint;
    total bigint := 0;
BEGIN
    FOR made IN
        SELECT
            change.relation AS name,
            (
                SELECT string_agg(format('kept.%1$I = sought.%1$I', key.name), ' AND ')
                FROM jsonb_object_keys((array_agg(change.key))[1]) AS key (name)
            ) AS matches
        FROM import_change AS change
        INNER JOIN pg_attribute AS attribute
            ON attribute.attrelid = to_regclass(quote_ident(change.relation)) AND attribute.attname = 'run_id'
        WHERE change.user_id = person AND change.run_id = run AND change.earlier IS NULL
        GROUP BY change.relation
    LOOP
        EXECUTE format(
            'WITH gone AS ('
            'DELETE FROM %1$I AS kept USING import_change AS change, jsonb_populate_record(NULL::%1$I, change.key) AS sought '
            'WHERE kept.user_id = $1 AND kept.run_id = $2 AND change.user_id = $1 AND change.run_id = $2 '
            'AND change.relation = $3 AND change.earlier IS NULL AND %2$s RETURNING change.change_id) '
            'DELETE FROM import_change AS change USING gone WHERE change.change_id = gone.change_id',
            made.name, made.matches
        ) USING person, run, made.name;
        GET DIAGNOSTICS gone = ROW_COUNT;
        total := total + gone;
    END LOOP;
    RETURN total;
END
$$;
COMMENT ON FUNCTION undo_made(text, uuid) IS 'Deletes the rows that an import made.';
REVOKE EXECUTE ON FUNCTION undo_made(text, uuid) FROM public;

-- Parameters: person text; run uuid; archive_only jsonb: columns that no other source tells, by relation; moment timestamptz
-- Grain: how many rows went or were put back; -1 where the import is not one that can be undone
-- The caller holds the person's account row. Later imports are undone before earlier ones. What is measured by the day or the moment bears the run that brought it;
-- other rows are noted in import_change.
CREATE OR REPLACE FUNCTION undo_import(person text, run uuid, archive_only jsonb, moment timestamptz)
RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    place record;
    change import_change;
    total bigint := 0;
    deleted bigint;
    first date;
    last date;
BEGIN
    UPDATE import_run SET state = 'undone', ended_at = moment
    WHERE
        import_run.run_id = run AND import_run.user_id = person AND import_run.state IN ('success', 'failed')
        AND NOT EXISTS (
            SELECT FROM import_run AS later
            WHERE
                later.user_id = person AND later.import_number > import_run.import_number
                AND later.state <> 'undone'
                -- One that was refused stands upon nothing, and nothing stands on it.
                AND NOT (
                    later.state = 'failed' AND later.rows_written = 0
                    AND NOT EXISTS (SELECT FROM import_change AS told WHERE told.run_id = later.run_id)
                )
        );
    IF NOT FOUND THEN
        RETURN -1;
    END IF;
    PERFORM set_config('timescaledb.max_tuples_decompressed_per_dml_transaction', '0', TRUE);
    FOR place IN
        SELECT
            class.relname AS name,
            max(attribute.attname) FILTER (WHERE attribute.attname IN ('local_time', 'date')) AS moved
        FROM pg_class AS class
        INNER JOIN pg_attribute AS attribute ON class.oid = attribute.attrelid AND NOT attribute.attisdropped
        WHERE
            class.relnamespace = current_schema()::regnamespace AND class.relkind IN ('r', 'p')
            AND (class.relname LIKE '%\_sample' OR class.relname IN ('metric_daily', 'cardio_load'))
        GROUP BY class.relname
        HAVING count(*) FILTER (WHERE attribute.attname IN ('user_id', 'run_id', 'source')) = 3
    LOOP
        -- First where they are: chunks without any are not touched. Bounds have the column's own type: in the
        -- columnstore a comparison with another type finds nothing to delete.
        EXECUTE format(
            'SELECT min(kept.%2$I)::date, max(kept.%2$I)::date FROM %1$I AS kept WHERE kept.user_id = $1 AND kept.run_id = $2',
            place.name, place.moved
        ) INTO first, last USING person, run;
        IF first IS NOT NULL THEN
            EXECUTE format(
                'DELETE FROM %1$I AS kept '
                'WHERE kept.user_id = $1 AND kept.run_id = $2 AND kept.%2$I >= $3::%3$s AND kept.%2$I < $4::%3$s',
                place.name, place.moved, CASE place.moved WHEN 'date' THEN 'date' ELSE 'timestamp' END
            ) USING person, run, first, last + 1;
            GET DIAGNOSTICS deleted = ROW_COUNT;
            total := total + deleted;
            INSERT INTO unrefreshed (user_id, relation, first_day, last_day)
            SELECT person, place.name, first, last
            WHERE place.name IN ('heart_rate_sample', 'step_sample', 'body_temperature_sample', 'metric_daily')
            ON CONFLICT (user_id, relation) DO UPDATE SET
                first_day = least(unrefreshed.first_day, excluded.first_day),
                last_day = greatest(unrefreshed.last_day, excluded.last_day),
                refresh = NULL;
        END IF;
    END LOOP;
    DELETE FROM exercise_zone AS zone USING exercise
    WHERE zone.run_id = run AND exercise.exercise_id = zone.exercise_id AND exercise.user_id = person;
    DELETE FROM exercise_lap AS lap USING exercise
    WHERE lap.run_id = run AND exercise.exercise_id = lap.exercise_id AND exercise.user_id = person;
    DELETE FROM tombstone WHERE tombstone.user_id = person AND tombstone.run_id = run;
    GET DIAGNOSTICS deleted = ROW_COUNT;
    total := total + deleted + undo_made(person, run);
    FOR change IN
        SELECT each.* FROM import_change AS each
        WHERE each.user_id = person AND each.run_id = run
        ORDER BY each.change_id DESC
    LOOP
        total := total + undo_change(
            change, ARRAY(SELECT jsonb_array_elements_text(archive_only -> change.relation))
        );
    END LOOP;
    -- What repeated an exercise that went stands on its own again.
    UPDATE exercise SET duplicate_of = NULL
    WHERE
        exercise.user_id = person
        AND exercise.duplicate_of IS NOT NULL
        AND NOT EXISTS (
            SELECT FROM exercise AS first_one
            WHERE first_one.user_id = person AND first_one.exercise_id = exercise.duplicate_of
        );
    RETURN total;
END
$$;
COMMENT ON FUNCTION undo_import(text, uuid, jsonb, timestamptz) IS 'Takes back what an import brought, and only that.';
REVOKE EXECUTE ON FUNCTION undo_import(text, uuid, jsonb, timestamptz) FROM public;
