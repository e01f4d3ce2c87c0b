-- Title: A metric by the month, from the continuous aggregate
-- Parameters: user_id text; metric text; first, last date: months that have a day in them
-- Grain: one row per month with a value, the newest first
SELECT
    metric_monthly.month AS date,
    metric_monthly.n AS sample_count,
    metric_monthly.mean,
    metric_monthly.std_dev,
    metric_monthly.min,
    metric_monthly.q1,
    metric_monthly.median,
    metric_monthly.q3,
    metric_monthly.max
FROM metric_monthly
WHERE
    metric_monthly.user_id = :'user_id'::text
    AND metric_monthly.metric = :'metric'::text
    AND metric_monthly.month BETWEEN date_trunc('month', :'first'::date)::date AND :'last'::date
ORDER BY metric_monthly.month DESC;
