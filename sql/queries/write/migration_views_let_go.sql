-- Title: Views let go of what they show, so that migrations may change and drop it
-- Parameters: none
-- Grain: no rows
-- A view becomes an empty one with the same columns and keeps its grants and what others have built on it. Those of
-- the schema analytics are Ursa's where they show relations of Ursa's; a view beside the relations is named here.
DO $$
DECLARE
    shown record;
BEGIN
    FOR shown IN
        SELECT
            class.oid::regclass AS name,
            string_agg(
                format(
                    'NULL::%s%s AS %I',
                    format_type(attribute.atttypid, attribute.atttypmod),
                    -- What is made of names of the catalog has their collation, and a view keeps it.
                    CASE
                        WHEN attribute.attcollation <> type.typcollation
                            THEN format(' COLLATE %I.%I', collation_schema.nspname, own.collname)
                    END,
                    attribute.attname
                ),
                ', ' ORDER BY attribute.attnum
            ) AS columns
        FROM pg_class AS class
        INNER JOIN pg_attribute AS attribute ON class.oid = attribute.attrelid AND attribute.attnum > 0
        INNER JOIN pg_type AS type ON attribute.atttypid = type.oid
        LEFT JOIN pg_collation AS own ON attribute.attcollation = own.oid
        LEFT JOIN pg_namespace AS collation_schema ON own.collnamespace = collation_schema.oid
        WHERE
            class.relkind = 'v'
            AND (
                class.oid IN (to_regclass('forecast_day'), to_regclass('analyst'))
                OR (
                    class.relnamespace = to_regnamespace('analytics')
                    AND EXISTS (
                        SELECT FROM pg_rewrite AS rule
                        INNER JOIN pg_depend AS dependency ON rule.oid = dependency.objid
                        INNER JOIN pg_class AS base ON dependency.refobjid = base.oid
                        WHERE
                            rule.ev_class = class.oid
                            AND dependency.classid = 'pg_rewrite'::regclass
                            AND dependency.refclassid = 'pg_class'::regclass
                            AND base.relnamespace = current_schema()::regnamespace
                    )
                )
            )
        GROUP BY class.oid
    LOOP
        EXECUTE format('CREATE OR REPLACE VIEW %s AS SELECT %s WHERE FALSE', shown.name, shown.columns);
    END LOOP;
END
$$;
