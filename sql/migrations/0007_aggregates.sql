-- Title: Continuous aggregates: hours, days, weeks and months
-- All are real-time (materialized_only = FALSE): what is newer than the last refresh is computed on reading.

CREATE MATERIALIZED VIEW heart_rate_hourly
WITH (timescaledb.continuous, timescaledb.materialized_only = FALSE) AS
SELECT
    user_id,
    time_bucket(interval '1 hour', local_time) AS hour,
    min(bpm) AS bpm_min,
    max(bpm) AS bpm_max,
    sum(bpm * minute_weight::double precision) AS weighted_sum,
    sum(minute_weight::double precision) FILTER (WHERE bpm IS NOT NULL) AS minutes,
    count(bpm) AS sample_count
FROM heart_rate_sample
GROUP BY user_id, hour
WITH NO DATA;
COMMENT ON VIEW heart_rate_hourly IS 'One row per person and hour of the wearer''s clock; mean = weighted_sum / minutes.';

CREATE MATERIALIZED VIEW heart_rate_daily
WITH (timescaledb.continuous, timescaledb.materialized_only = FALSE) AS
SELECT
    user_id,
    time_bucket(interval '1 day', hour) AS day,
    min(bpm_min) AS bpm_min,
    max(bpm_max) AS bpm_max,
    sum(weighted_sum) AS weighted_sum,
    sum(minutes) AS minutes,
    sum(sample_count) AS sample_count
FROM heart_rate_hourly
GROUP BY user_id, day
WITH NO DATA;
COMMENT ON VIEW heart_rate_daily IS 'One row per person and day of the wearer''s clock; mean = weighted_sum / minutes.';

CREATE MATERIALIZED VIEW steps_hourly
WITH (timescaledb.continuous, timescaledb.materialized_only = FALSE) AS
SELECT
    user_id,
    time_bucket(interval '1 hour', local_time) AS hour,
    sum(steps) AS steps,
    count(*) AS minutes
FROM step_sample
GROUP BY user_id, hour
WITH NO DATA;
COMMENT ON VIEW steps_hourly IS 'One row per person and hour of the wearer''s clock.';

CREATE MATERIALIZED VIEW body_temperature_hourly
WITH (timescaledb.continuous, timescaledb.materialized_only = FALSE) AS
SELECT
    user_id,
    measurement_type,
    time_bucket(interval '1 hour', local_time) AS hour,
    min(temperature_c) AS temperature_c_min,
    avg(temperature_c) AS temperature_c_mean,
    max(temperature_c) AS temperature_c_max,
    count(*) AS sample_count
FROM body_temperature_sample
GROUP BY user_id, measurement_type, hour
WITH NO DATA;
COMMENT ON VIEW body_temperature_hourly IS 'One row per person, kind of temperature and hour of the wearer''s clock, degrees Celsius.';

CREATE MATERIALIZED VIEW metric_weekly
WITH (timescaledb.continuous, timescaledb.materialized_only = FALSE) AS
SELECT
    user_id,
    metric,
    time_bucket(interval '7 days', date) AS week,
    count(*) AS n,
    avg(value) AS mean,
    stddev_samp(value) AS std_dev,
    min(value) AS min,
    percentile_cont(0.25) WITHIN GROUP (ORDER BY value) AS q1,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY value) AS median,
    percentile_cont(0.75) WITHIN GROUP (ORDER BY value) AS q3,
    max(value) AS max
FROM metric_daily
GROUP BY user_id, metric, week
WITH NO DATA;
COMMENT ON VIEW metric_weekly IS 'One row per person, metric and week (Monday to Sunday), in the metric''s unit.';

CREATE MATERIALIZED VIEW metric_monthly
WITH (timescaledb.continuous, timescaledb.materialized_only = FALSE) AS
SELECT
    user_id,
    metric,
    time_bucket(interval '1 month', date) AS month,
    count(*) AS n,
    avg(value) AS mean,
    stddev_samp(value) AS std_dev,
    min(value) AS min,
    percentile_cont(0.25) WITHIN GROUP (ORDER BY value) AS q1,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY value) AS median,
    percentile_cont(0.75) WITHIN GROUP (ORDER BY value) AS q3,
    max(value) AS max
FROM metric_daily
GROUP BY user_id, metric, month
WITH NO DATA;
COMMENT ON VIEW metric_monthly IS 'One row per person, metric and calendar month, in the metric''s unit.';
