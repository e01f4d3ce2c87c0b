-- Title: What aggregates do not tell yet, noted for each person
-- TimescaleDB invalidates by time, for everybody: a refresh costs what all people together cost. So no write refreshes;
-- it notes whose days it changed, reads of that person take those days from the rows, and a refresh forgets the notes.

CREATE TABLE unrefreshed (
    user_id text NOT NULL REFERENCES account (user_id) ON DELETE CASCADE,
    relation text NOT NULL,
    first_day date NOT NULL,
    last_day date NOT NULL,
    refresh uuid,
    PRIMARY KEY (user_id, relation)
);
COMMENT ON TABLE unrefreshed IS 'One row per person and relation with days that its continuous aggregates do not tell yet.';
COMMENT ON COLUMN unrefreshed.user_id IS 'The person.';
COMMENT ON COLUMN unrefreshed.relation IS 'What the aggregates are made of.';
COMMENT ON COLUMN unrefreshed.first_day IS 'First of the days.';
COMMENT ON COLUMN unrefreshed.last_day IS 'Last of the days.';
COMMENT ON COLUMN unrefreshed.refresh IS 'The refresh that began after the last of these writes; NULL: none did.';

-- Refreshes come from Ursa's timetable alone, so that none runs twice at once. The policies stay, because a columnstore
-- on an aggregate asks for one.
SELECT alter_job(job.job_id, scheduled => FALSE)
FROM timescaledb_information.jobs AS job
WHERE job.proc_name = 'policy_refresh_continuous_aggregate';

-- One person's weeks of one metric are neighbours; indexes that begin with a metric or a kind serve no question.
DO $$
DECLARE
    unneeded record;
BEGIN
    FOR unneeded IN
        SELECT index.schemaname, index.indexname
        FROM pg_indexes AS index
        INNER JOIN timescaledb_information.continuous_aggregates AS aggregate
            ON
                index.schemaname = aggregate.materialization_hypertable_schema
                AND index.tablename = aggregate.materialization_hypertable_name
        WHERE
            index.indexdef LIKE '%(metric, %' OR index.indexdef LIKE '%(measurement_type, %'
            OR index.indexdef LIKE '%(date, %'
            OR (index.indexdef LIKE '%(user_id, %' AND aggregate.view_name IN ('metric_weekly', 'metric_monthly'))
    LOOP
        EXECUTE format('DROP INDEX %I.%I', unneeded.schemaname, unneeded.indexname);
    END LOOP;
END
$$;
-- An index on a hypertable can not be made concurrently in a migration's transaction.
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX metric_weekly_of_person ON metric_weekly (user_id, metric, week);
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX metric_monthly_of_person ON metric_monthly (user_id, metric, month);

-- After 400 days: a first sync reaches a year back, and is refreshed where rows are quick to replace.
DO $$
DECLARE
    aggregate record;
BEGIN
    FOR aggregate IN
        SELECT * FROM (VALUES
            ('heart_rate_hourly', 'user_id', 'hour DESC'),
            ('heart_rate_daily', 'user_id', 'day DESC'),
            ('steps_hourly', 'user_id', 'hour DESC'),
            ('steps_daily', 'user_id', 'day DESC'),
            ('body_temperature_hourly', 'user_id, measurement_type', 'hour DESC'),
            ('metric_weekly', 'user_id, metric', 'week DESC'),
            ('metric_monthly', 'user_id, metric', 'month DESC')
        ) AS columnstore (name, segmentby, orderby)
    LOOP
        EXECUTE format(
            'ALTER MATERIALIZED VIEW %I SET '
            '(timescaledb.enable_columnstore, timescaledb.segmentby = %L, timescaledb.orderby = %L)',
            aggregate.name, aggregate.segmentby, aggregate.orderby
        );
        EXECUTE format('CALL add_columnstore_policy(%L, after => INTERVAL ''400 days'')', aggregate.name);
    END LOOP;
END
$$;
