-- Title: What was normal on a day, for everybody and every metric
-- Parameters: day date, the last one of the 90
-- Grain: one row per person and metric with a value in these 90 days
-- Formulas: mean and quartiles of 90 days (linear interpolation), standard deviation with n-1, fences
-- at 1.5 iqr; statistics from 7 values on, means of 7, 30, 90 days from 3, 7, 21. It is one SELECT, so
-- that the planner takes it apart: WHERE user_id = … reads that person's rows alone.
CREATE OR REPLACE FUNCTION baselines_on(day date)
RETURNS TABLE (
    user_id text,
    metric text,
    baseline_value double precision,
    baseline_7d double precision,
    baseline_30d double precision,
    baseline_90d double precision,
    median double precision,
    q1 double precision,
    q3 double precision,
    iqr double precision,
    std_dev double precision,
    min double precision,
    max double precision,
    lower_bound double precision,
    upper_bound double precision,
    sample_count integer,
    status text,
    data_start_date date,
    data_end_date date,
    as_of date
)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT
        s.user_id,
        s.metric,
        CASE WHEN s.n >= 7 THEN s.mean END,
        CASE WHEN s.n >= 7 AND s.n_7d >= 3 THEN s.mean_7d END,
        CASE WHEN s.n_30d >= 7 THEN s.mean_30d END,
        CASE WHEN s.n >= 21 THEN s.mean END,
        CASE WHEN s.n >= 7 THEN s.quartile[3] END,
        CASE WHEN s.n >= 7 THEN s.quartile[2] END,
        CASE WHEN s.n >= 7 THEN s.quartile[4] END,
        CASE WHEN s.n >= 7 THEN s.quartile[4] - s.quartile[2] END,
        CASE WHEN s.n >= 7 THEN s.std_dev END,
        CASE WHEN s.n >= 7 THEN s.quartile[1] END,
        CASE WHEN s.n >= 7 THEN s.quartile[5] END,
        CASE WHEN s.n >= 7 THEN s.quartile[2] - 1.5 * (s.quartile[4] - s.quartile[2]) END,
        CASE WHEN s.n >= 7 THEN s.quartile[4] + 1.5 * (s.quartile[4] - s.quartile[2]) END,
        s.n::integer,
        CASE WHEN s.n >= 21 THEN 'ready' WHEN s.n >= 7 THEN 'partial' ELSE 'insufficient' END,
        s.first_date,
        s.last_date,
        baselines_on.day
    FROM (
        SELECT
            daily.user_id,
            daily.metric,
            count(*) AS n,
            count(*) FILTER (WHERE daily.date > baselines_on.day - 7) AS n_7d,
            count(*) FILTER (WHERE daily.date > baselines_on.day - 30) AS n_30d,
            avg(daily.value) AS mean,
            avg(daily.value) FILTER (WHERE daily.date > baselines_on.day - 7) AS mean_7d,
            avg(daily.value) FILTER (WHERE daily.date > baselines_on.day - 30) AS mean_30d,
            -- Sorted once, the smallest and the largest value cost nothing more.
            percentile_cont(ARRAY[0, 0.25, 0.5, 0.75, 1]) WITHIN GROUP (ORDER BY daily.value) AS quartile,
            stddev_samp(daily.value) AS std_dev,
            min(daily.date) AS first_date,
            max(daily.date) AS last_date
        FROM metric_daily AS daily
        WHERE daily.date BETWEEN baselines_on.day - 89 AND baselines_on.day
        GROUP BY daily.user_id, daily.metric
    ) AS s
$$;
COMMENT ON FUNCTION baselines_on(date) IS 'What was normal on a day: one row per person and metric, over the 90 days that end with it.';
