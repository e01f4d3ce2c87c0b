-- Title: What analysts see
-- One view per relation, in the schema analytics: only rows of people granted to the reader's own
-- role in analyst_grant. security_barrier keeps a reader's functions from seeing other rows first.
-- Analysts have no rights on the relations themselves, nor on their chunks.
CREATE SCHEMA IF NOT EXISTS analytics;
COMMENT ON SCHEMA analytics IS 'Read-only views for analysts; start with analytics.data_dictionary.';

DO $$
DECLARE
    relation record;
    described record;
BEGIN
    FOR relation IN
        SELECT class.oid, class.relname AS name, obj_description(class.oid, 'pg_class') AS comment
        FROM pg_class AS class
        WHERE
            class.relnamespace = current_schema()::regnamespace
            AND class.relname IN (
                'sleep', 'sleep_stage_sample', 'sleep_heart_rate_sample',
                'nightly_recharge', 'hrv_sample', 'breathing_sample',
                'activity', 'step_sample', 'activity_zone_sample', 'inactivity_stamp_sample',
                'heart_rate_sample', 'exercise', 'exercise_sample', 'route_point_sample',
                'cardio_load', 'alertness_period', 'alertness_hour', 'bedtime',
                'spo2_test', 'ecg_test', 'skin_temperature', 'skin_contact_change',
                'body_temperature_period', 'body_temperature_sample', 'physical_info',
                'metric_daily', 'baseline', 'pattern', 'forecast', 'forecast_day',
                'heart_rate_hourly', 'heart_rate_daily', 'steps_hourly', 'body_temperature_hourly',
                'metric_weekly', 'metric_monthly'
            )
    LOOP
        EXECUTE format(
            'CREATE OR REPLACE VIEW analytics.%1$I WITH (security_barrier) AS '
            'SELECT * FROM %1$I WHERE user_id IN ('
            'SELECT granted.user_id FROM analyst_grant AS granted WHERE granted.role_name = current_user)',
            relation.name
        );
        EXECUTE format('COMMENT ON VIEW analytics.%I IS %L', relation.name, relation.comment);
        FOR described IN
            SELECT attribute.attname AS name, col_description(relation.oid, attribute.attnum) AS comment
            FROM pg_attribute AS attribute
            WHERE attribute.attrelid = relation.oid AND attribute.attnum > 0 AND NOT attribute.attisdropped
        LOOP
            EXECUTE format(
                'COMMENT ON COLUMN analytics.%I.%I IS %L', relation.name, described.name, described.comment
            );
        END LOOP;
    END LOOP;
END
$$;

CREATE OR REPLACE VIEW analytics.data_dictionary AS
SELECT
    class.relname AS relation,
    attribute.attname AS column_name,
    format_type(attribute.atttypid, attribute.atttypmod) AS type,
    col_description(class.oid, attribute.attnum) AS description,
    obj_description(class.oid, 'pg_class') AS relation_description
FROM pg_class AS class
INNER JOIN pg_namespace AS namespace ON class.relnamespace = namespace.oid AND namespace.nspname = 'analytics'
INNER JOIN pg_attribute AS attribute ON class.oid = attribute.attrelid AND attribute.attnum > 0
WHERE class.relkind = 'v' AND class.relname <> 'data_dictionary';
COMMENT ON VIEW analytics.data_dictionary IS 'One row per column that analysts see: relation, type, unit and meaning.';

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE pg_roles.rolname = 'ursa_analyst') THEN
        CREATE ROLE ursa_analyst NOLOGIN;
    END IF;
    GRANT USAGE ON SCHEMA analytics TO ursa_analyst;
    GRANT SELECT ON ALL TABLES IN SCHEMA analytics TO ursa_analyst;
EXCEPTION
    -- Managed databases may not let Ursa make roles; the views are there all the same.
    WHEN insufficient_privilege THEN RAISE NOTICE 'the role ursa_analyst could not be made';
END
$$;
