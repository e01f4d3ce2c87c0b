-- Title: Refreshes reach back to the first row, and leave the last three days
-- History that comes late, by an import or a new person's first sync, lies behind the offsets of 45 to 130 days.
-- A refresh computes what has changed and nothing else, so that reaching further back costs nothing.
-- The last days are computed on reading, for one person in milliseconds: each sync writes there, and would have to
-- refresh them for everybody.

SELECT remove_continuous_aggregate_policy('heart_rate_hourly');
SELECT add_continuous_aggregate_policy(
    'heart_rate_hourly',
    start_offset => NULL, end_offset => interval '3 days', schedule_interval => interval '1 hour'
);

-- From the samples: while an aggregate is refreshed from another one, every row asks anew how far that one reaches,
-- which took five times as long as reading the samples.
-- squawk-ignore ban-drop-view
DROP MATERIALIZED VIEW heart_rate_daily;
CREATE MATERIALIZED VIEW heart_rate_daily
WITH (timescaledb.continuous, timescaledb.materialized_only = FALSE) AS
SELECT
    user_id,
    time_bucket(interval '1 day', local_time) AS day,
    min(bpm) AS bpm_min,
    max(bpm) AS bpm_max,
    sum(bpm * minute_weight::double precision) AS weighted_sum,
    sum(minute_weight::double precision) FILTER (WHERE bpm IS NOT NULL) AS minutes,
    count(bpm) AS sample_count
FROM heart_rate_sample
GROUP BY user_id, day
WITH NO DATA;
COMMENT ON VIEW heart_rate_daily IS 'One row per person and day of the wearer''s clock; mean = weighted_sum / minutes.';
SELECT add_continuous_aggregate_policy(
    'heart_rate_daily',
    start_offset => NULL, end_offset => interval '3 days', schedule_interval => interval '1 hour'
);

SELECT remove_continuous_aggregate_policy('steps_hourly');
SELECT add_continuous_aggregate_policy(
    'steps_hourly',
    start_offset => NULL, end_offset => interval '3 days', schedule_interval => interval '1 hour'
);

SELECT remove_continuous_aggregate_policy('body_temperature_hourly');
SELECT add_continuous_aggregate_policy(
    'body_temperature_hourly',
    start_offset => NULL, end_offset => interval '3 days', schedule_interval => interval '1 hour'
);

SELECT remove_continuous_aggregate_policy('metric_weekly');
SELECT add_continuous_aggregate_policy(
    'metric_weekly',
    start_offset => NULL, end_offset => interval '7 days', schedule_interval => interval '6 hours'
);

SELECT remove_continuous_aggregate_policy('metric_monthly');
SELECT add_continuous_aggregate_policy(
    'metric_monthly',
    start_offset => NULL, end_offset => interval '31 days', schedule_interval => interval '6 hours'
);
