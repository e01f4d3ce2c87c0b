-- Title: Columnstore after 45 days, and when aggregates are refreshed
-- 45 days lie past the 28 to 30 days in which Polar rewrites rows. Retention is off: nothing is ever dropped.

DO $$
DECLARE
    relation record;
BEGIN
    FOR relation IN
        SELECT * FROM (VALUES
            ('sleep', 'user_id', 'date DESC'),
            ('nightly_recharge', 'user_id', 'date DESC'),
            ('activity', 'user_id', 'date DESC'),
            ('cardio_load', 'user_id', 'date DESC'),
            ('skin_temperature', 'user_id', 'date DESC'),
            ('bedtime', 'user_id', 'period_start_at DESC'),
            ('metric_daily', 'user_id, metric', 'date DESC'),
            ('heart_rate_sample', 'user_id', 'local_time DESC'),
            ('step_sample', 'user_id', 'local_time DESC'),
            ('activity_zone_sample', 'user_id', 'local_time DESC'),
            ('inactivity_stamp_sample', 'user_id', 'local_time DESC'),
            ('sleep_stage_sample', 'user_id', 'local_time DESC'),
            ('sleep_heart_rate_sample', 'user_id', 'local_time DESC'),
            ('hrv_sample', 'user_id', 'local_time DESC'),
            ('breathing_sample', 'user_id', 'local_time DESC'),
            ('exercise_sample', 'user_id, exercise_id', 'local_time DESC'),
            ('route_point_sample', 'user_id, exercise_id', 'local_time DESC'),
            ('body_temperature_sample', 'user_id, device_id, measurement_type', 'local_time DESC'),
            ('alertness_hour', 'user_id', 'local_time DESC, period_start_at DESC')
        ) AS columnstore (name, segmentby, orderby)
    LOOP
        EXECUTE format(
            'ALTER TABLE %I SET (timescaledb.enable_columnstore, timescaledb.segmentby = %L, timescaledb.orderby = %L)',
            relation.name, relation.segmentby, relation.orderby
        );
        EXECUTE format('CALL add_columnstore_policy(%L, after => INTERVAL ''45 days'')', relation.name);
    END LOOP;
END
$$;

SELECT add_continuous_aggregate_policy(
    'heart_rate_hourly',
    start_offset => interval '45 days', end_offset => interval '1 hour', schedule_interval => interval '1 hour'
);
SELECT add_continuous_aggregate_policy(
    'heart_rate_daily',
    start_offset => interval '45 days', end_offset => interval '1 day', schedule_interval => interval '1 hour'
);
SELECT add_continuous_aggregate_policy(
    'steps_hourly',
    start_offset => interval '45 days', end_offset => interval '1 hour', schedule_interval => interval '1 hour'
);
SELECT add_continuous_aggregate_policy(
    'body_temperature_hourly',
    start_offset => interval '45 days', end_offset => interval '1 hour', schedule_interval => interval '1 hour'
);
SELECT add_continuous_aggregate_policy(
    'metric_weekly',
    start_offset => interval '60 days', end_offset => interval '7 days', schedule_interval => interval '6 hours'
);
SELECT add_continuous_aggregate_policy(
    'metric_monthly',
    start_offset => interval '130 days', end_offset => interval '1 month', schedule_interval => interval '6 hours'
);
