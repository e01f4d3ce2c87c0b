-- Title: All rows of a person: where they are, how they are deleted, and whether any was left behind
-- Relations are found in the catalog, so that one that is added later can not be forgotten.

-- Parameters: none
-- Grain: one row per table with a column user_id, and per table behind a continuous aggregate
-- In the order of deletion: what refers to a relation goes before it, the person last. The audit log
-- is no one's data: it tells what was done to whom, also after they are gone.
CREATE OR REPLACE FUNCTION relations_of_people()
RETURNS TABLE (relation regclass, materialised boolean)
LANGUAGE sql STABLE
AS $$
    SELECT
        class.oid::regclass,
        aggregate.view_name IS NOT NULL
    FROM pg_class AS class
    INNER JOIN pg_attribute AS attribute ON class.oid = attribute.attrelid AND attribute.attname = 'user_id'
    LEFT JOIN timescaledb_information.continuous_aggregates AS aggregate
        ON aggregate.view_schema = current_schema()
        AND class.oid = to_regclass(format(
            '%I.%I', aggregate.materialization_hypertable_schema, aggregate.materialization_hypertable_name
        ))
    WHERE
        class.relkind IN ('r', 'p')
        AND (
            aggregate.view_name IS NOT NULL
            OR (class.relnamespace = current_schema()::regnamespace AND class.relname <> 'audit_log')
        )
    ORDER BY
        class.oid = 'account'::regclass,
        EXISTS (SELECT FROM pg_constraint AS reference WHERE reference.confrelid = class.oid),
        class.oid
$$;
COMMENT ON FUNCTION relations_of_people() IS 'Every table that holds rows of people, those behind the continuous aggregates included.';

-- Parameters: person text
-- Grain: the number of deleted rows; 0 when there is no such person
-- Who writes rows of a person holds their account until the commit: the lock waits for them, and
-- they find nobody afterwards. Aggregates would show the person until their next refresh: their rows
-- are deleted where they are kept, while no refresh writes old ones.
-- Lines of the audit log lose their details: a key's label may be a name.
CREATE OR REPLACE FUNCTION delete_person(person text)
RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    relation regclass;
    deleted bigint;
    total bigint := 0;
BEGIN
    PERFORM FROM account WHERE account.user_id = person FOR UPDATE;
    IF NOT FOUND THEN
        RETURN 0;
    END IF;
    -- Years of samples are more than TimescaleDB unpacks in one transaction unless it is asked to.
    PERFORM set_config('timescaledb.max_tuples_decompressed_per_dml_transaction', '0', TRUE);
    DELETE FROM job
    WHERE
        job.arguments ->> 'user_id' = person
        OR job.arguments ->> 'run_id' IN (SELECT run.run_id::text FROM sync_run AS run WHERE run.user_id = person);
    GET DIAGNOSTICS total = ROW_COUNT;
    -- An answer to somebody who opens everybody may tell of this person, too.
    DELETE FROM deed_answer WHERE deed_answer.user_id IS NULL AND deed_answer.answer_sealed IS NOT NULL;
    FOR relation IN SELECT each.relation FROM relations_of_people() AS each WHERE each.materialised LOOP
        EXECUTE format('LOCK TABLE ONLY %s IN SHARE ROW EXCLUSIVE MODE', relation);
    END LOOP;
    FOR relation IN SELECT each.relation FROM relations_of_people() AS each LOOP
        EXECUTE format('DELETE FROM %s WHERE user_id = $1', relation) USING person;
        GET DIAGNOSTICS deleted = ROW_COUNT;
        total := total + deleted;
    END LOOP;
    total := total + labs_forget(person);
    UPDATE audit_log SET details = NULL WHERE audit_log.user_id = person;
    RETURN total;
END
$$;
COMMENT ON FUNCTION delete_person(text) IS 'Deletes every row of a person, and answers how many; the registration at Polar is not touched.';
REVOKE EXECUTE ON FUNCTION delete_person(text) FROM public;

-- Parameters: none
-- Grain: one row per relation and person without an account
-- Somebody who is on their way to Polar for the first time has no account yet.
CREATE OR REPLACE FUNCTION rows_of_nobody()
RETURNS TABLE (relation regclass, user_id text, rows bigint)
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    place regclass;
BEGIN
    FOR place IN
        SELECT each.relation
        FROM relations_of_people() AS each
        WHERE each.relation <> ALL (ARRAY['account', 'connection_attempt']::regclass[])
    LOOP
        RETURN QUERY EXECUTE format(
            'SELECT %L::regclass, found.user_id, count(*) FROM %s AS found '
            'LEFT JOIN account USING (user_id) '
            'WHERE account.user_id IS NULL AND found.user_id IS NOT NULL GROUP BY found.user_id',
            place, place
        );
    END LOOP;
END
$$;
COMMENT ON FUNCTION rows_of_nobody() IS 'Rows whose person has no account: there should be none.';
