-- Title: A metric by the month, from the continuous aggregate and what it does not tell yet
-- Parameters: user_id text; metric text; first, last date: months that have a day in them
-- Grain: one row per month with a value, the newest first
SELECT
    metric_months.month AS date,
    metric_months.n AS sample_count,
    metric_months.mean,
    metric_months.std_dev,
    metric_months.min,
    metric_months.q1,
    metric_months.median,
    metric_months.q3,
    metric_months.max
FROM metric_months(
    ARRAY[:'user_id'::text], ARRAY[:'metric'::text], :'first'::date, :'last'::date
)
ORDER BY metric_months.month DESC;
