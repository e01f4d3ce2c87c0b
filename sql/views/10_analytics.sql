-- Title: What analysts see
-- One view per relation, in the schema analytics: only rows of people granted to the reader's own role, or to a role
-- that theirs belongs to, and only classes of data that the grant opens. Comparisons that the planner trusts run in the
-- scan itself, whatever a security barrier says; what EXPLAIN ANALYZE counts there must not depend on rows of others.
-- So the people are part of the scan, twice: as keys of an object, because looking one up costs nothing in the planner's
-- eyes, which so puts it before whatever the reader asks for, and as an array, which indexes and compressed rows can be
-- searched with. For who sees everybody there is nothing to hide: the other half of the view has no condition, and is as
-- quick as the relation; of the two halves one runs. Quantities that keep a class of their own are NULL for who does not see that class.
-- security_barrier keeps a reader's functions, and their errors, from seeing other rows first.
-- Analysts have no rights on the relations themselves, nor on their chunks.
-- A new column of a relation is in its view by itself; a new relation needs a word in the list here, if it is health
-- data, or a reason to be kept from analysts in tests/sql/test_analysts.py.
CREATE SCHEMA IF NOT EXISTS analytics;
COMMENT ON SCHEMA analytics IS 'Read-only views for analysts; start with analytics.data_dictionary.';

DO $$
DECLARE
    relations CONSTANT name[] := ARRAY[
        'sleep', 'nap', 'sleep_stage_sample', 'sleep_heart_rate_sample',
        'nightly_recharge', 'hrv_sample', 'breathing_sample',
        'activity', 'step_sample', 'activity_zone_sample', 'inactivity_stamp_sample',
        'heart_rate_sample',
        'exercise', 'exercise_sample', 'route_point_sample',
        'cardio_load',
        'alertness_period', 'alertness_hour', 'bedtime',
        'spo2_test', 'ecg_test',
        'skin_temperature', 'skin_contact_change',
        'body_temperature_period', 'body_temperature_sample',
        'physical_info',
        'orthostatic_test', 'fitness_test', 'body_weight', 'diary_entry', 'training_target', 'planned_route', 'device',
        'met_sample', 'ppi_sample', 'pulse_interval_sample',
        'metric_daily', 'history', 'baseline', 'baseline_part', 'pattern', 'forecast', 'forecast_day',
        'heart_rate_hourly', 'heart_rate_daily', 'steps_hourly', 'steps_daily', 'body_temperature_hourly',
        'metric_weekly', 'metric_monthly'
    ];
    -- What analysts find handy beside a relation's own columns: relation, column, expression, comment.
    handy CONSTANT text[] := ARRAY[
        ['exercise', 'end_local', 'start_local + duration_s * interval ''1 second''', 'End, on the wearer''s clock.'],
        ['heart_rate_hourly', 'mean', 'weighted_sum / nullif(minutes, 0)', 'Mean heart rate over the hour''s minutes, bpm.'],
        ['heart_rate_daily', 'mean', 'weighted_sum / nullif(minutes, 0)', 'Mean heart rate over the day''s minutes, bpm.'],
        ['metric_weekly', 'sum', 'n * mean', 'Sum, in the metric''s unit.'],
        ['metric_monthly', 'sum', 'n * mean', 'Sum, in the metric''s unit.']
    ];
    relation record;
    described record;
    condition text;
    needed text[];
    columns text;
    definition text;
BEGIN
    FOR relation IN
        SELECT
            class.oid,
            class.relname AS name,
            obj_description(class.oid, 'pg_class') AS comment,
            to_regclass(format('analytics.%I', class.relname)) AS shown,
            -- The column that a row's class follows from.
            (
                SELECT attribute.attname FROM pg_attribute AS attribute
                WHERE
                    attribute.attrelid = class.oid AND attribute.attnum > 0
                    AND attribute.attname = CASE class.relname WHEN 'history' THEN 'relation' ELSE 'metric' END
            ) AS told_by
        FROM pg_class AS class
        WHERE class.relnamespace = current_schema()::regnamespace AND class.relname = ANY (relations)
    LOOP
        IF relation.told_by IS NOT NULL THEN
            -- Row by row: the classes that are granted, each with what is of it.
            SELECT
                string_agg(
                    format('%s AND (%L::jsonb)[%I] IS NOT NULL', analyst_condition(kind.class), kind.keys, relation.told_by),
                    ' OR ' ORDER BY kind.class
                ),
                array_agg(kind.class)
            INTO condition, needed
            FROM (
                SELECT named.class, jsonb_object_agg(named.name, 1) AS keys
                FROM (
                    SELECT metric.class, metric.metric AS name FROM metric WHERE relation.told_by = 'metric'
                    UNION ALL
                    SELECT relation_class.class, relation_class.relation FROM relation_class
                    WHERE relation.told_by = 'relation'
                ) AS named
                GROUP BY named.class
            ) AS kind;
            condition := format('(%s)', condition);
        ELSE
            SELECT string_agg(analyst_condition(of.class), ' AND ' ORDER BY of.class), array_agg(of.class)
            INTO condition, needed
            FROM relation_class AS of
            WHERE of.relation = relation.name;
            IF condition IS NULL THEN
                RAISE 'relation_class has no class of %', relation.name;
            END IF;
        END IF;
        -- Columns stay where they are in a view that is there: new ones come last.
        SELECT string_agg(told.expression || ' AS ' || quote_ident(told.name), ', ' ORDER BY told.there, told.place)
        INTO columns
        FROM (
            SELECT
                named.name,
                named.place,
                coalesce(there.attnum, 32767) AS there,
                CASE
                    WHEN named.expression IS NOT NULL THEN named.expression
                    WHEN relation.name = 'history' AND named.name = 'earlier'
                        THEN format(
                            'CASE WHEN %s THEN earlier ELSE earlier - %L::text[] END',
                            analyst_condition('heart'), (SELECT array_agg(own.quantity) FROM quantity_class AS own)
                        )
                    WHEN own.class <> ALL (needed)
                        THEN format('CASE WHEN %s THEN %I END', analyst_condition(own.class), named.name)
                    ELSE quote_ident(named.name)
                END AS expression
            FROM (
                SELECT attribute.attname::text AS name, NULL::text AS expression, attribute.attnum::integer AS place
                FROM pg_attribute AS attribute
                WHERE attribute.attrelid = relation.oid AND attribute.attnum > 0 AND NOT attribute.attisdropped
                UNION ALL
                SELECT handy[nth][2], handy[nth][3], 10000 + nth
                FROM generate_subscripts(handy, 1) AS nth
                WHERE handy[nth][1] = relation.name
            ) AS named
            LEFT JOIN quantity_class AS own ON named.name = own.quantity
            LEFT JOIN pg_attribute AS there ON relation.shown = there.attrelid AND named.name = there.attname
        ) AS told;
        -- A UNION ALL on top would not be held back by the barrier: the planner takes it apart. The name of a role
        -- has a collation of its own, which no index has.
        definition := format(
            'VIEW analytics.%1$I WITH (security_barrier) AS SELECT either.* FROM ('
            'SELECT %2$s FROM %1$I WHERE (SELECT analyst_sees_everybody(current_user, %4$L::text[])) '
            'UNION ALL '
            'SELECT %2$s FROM %1$I WHERE NOT (SELECT analyst_sees_everybody(current_user, %4$L::text[])) '
            'AND %3$s AND user_id = ANY ((SELECT analyst_list(current_user, %4$L::text[]) COLLATE "default")::text[])'
            ') AS either',
            relation.name, columns, condition, needed
        );
        BEGIN
            EXECUTE 'CREATE OR REPLACE ' || definition;
        EXCEPTION
            -- A column was renamed, retyped or dropped.
            WHEN invalid_table_definition THEN
                EXECUTE format('DROP VIEW analytics.%I', relation.name);
                EXECUTE 'CREATE ' || definition;
        END;
        EXECUTE format('COMMENT ON VIEW analytics.%I IS %L', relation.name, relation.comment);
        FOR described IN
            SELECT attribute.attname AS name, col_description(relation.oid, attribute.attnum) AS comment
            FROM pg_attribute AS attribute
            WHERE attribute.attrelid = relation.oid AND attribute.attnum > 0 AND NOT attribute.attisdropped
            UNION ALL
            SELECT handy[nth][2], handy[nth][4]
            FROM generate_subscripts(handy, 1) AS nth
            WHERE handy[nth][1] = relation.name
        LOOP
            EXECUTE format(
                'COMMENT ON COLUMN analytics.%I.%I IS %L', relation.name, described.name, described.comment
            );
        END LOOP;
    END LOOP;
END
$$;
