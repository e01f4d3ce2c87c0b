-- Title: Refreshes reach back to the first row
-- History that comes late, by an import or a new person's first sync, lies behind the offsets of 45 to 130 days.
-- A refresh computes what has changed and nothing else, so that reaching further back costs nothing.

SELECT remove_continuous_aggregate_policy('heart_rate_hourly');
SELECT add_continuous_aggregate_policy(
    'heart_rate_hourly',
    start_offset => NULL, end_offset => interval '1 hour', schedule_interval => interval '1 hour'
);

SELECT remove_continuous_aggregate_policy('heart_rate_daily');
SELECT add_continuous_aggregate_policy(
    'heart_rate_daily',
    start_offset => NULL, end_offset => interval '1 day', schedule_interval => interval '1 hour'
);

SELECT remove_continuous_aggregate_policy('steps_hourly');
SELECT add_continuous_aggregate_policy(
    'steps_hourly',
    start_offset => NULL, end_offset => interval '1 hour', schedule_interval => interval '1 hour'
);

SELECT remove_continuous_aggregate_policy('body_temperature_hourly');
SELECT add_continuous_aggregate_policy(
    'body_temperature_hourly',
    start_offset => NULL, end_offset => interval '1 hour', schedule_interval => interval '1 hour'
);

SELECT remove_continuous_aggregate_policy('metric_weekly');
SELECT add_continuous_aggregate_policy(
    'metric_weekly',
    start_offset => NULL, end_offset => interval '7 days', schedule_interval => interval '6 hours'
);

SELECT remove_continuous_aggregate_policy('metric_monthly');
SELECT add_continuous_aggregate_policy(
    'metric_monthly',
    start_offset => NULL, end_offset => interval '1 month', schedule_interval => interval '6 hours'
);
