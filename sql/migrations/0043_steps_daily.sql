-- Title: Steps of days by the date of the answer, whatever the day of a sample's own moment

CREATE MATERIALIZED VIEW steps_daily
WITH (timescaledb.continuous, timescaledb.materialized_only = FALSE) AS
SELECT
    user_id,
    time_bucket(interval '1 day', local_time) AS day,
    coalesce(date, local_time::date) AS date,
    sum(steps) AS steps,
    count(*) AS minutes
FROM step_sample
GROUP BY user_id, day, coalesce(date, local_time::date)
WITH NO DATA;
COMMENT ON VIEW steps_daily IS 'One row per person, date that samples belong to, and day of the wearer''s clock on which they lie; nearly always these are one.';
SELECT add_continuous_aggregate_policy(
    'steps_daily',
    start_offset => NULL, end_offset => interval '3 days', schedule_interval => interval '1 hour'
);
