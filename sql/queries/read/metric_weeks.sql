-- Title: A metric by the week, from the continuous aggregate
-- Parameters: user_id text; metric text; first, last date: weeks that have a day in them
-- Grain: one row per week with a value, the newest first
SELECT
    metric_weekly.week AS date,
    metric_weekly.n AS sample_count,
    metric_weekly.mean,
    metric_weekly.std_dev,
    metric_weekly.min,
    metric_weekly.q1,
    metric_weekly.median,
    metric_weekly.q3,
    metric_weekly.max
FROM metric_weekly
WHERE
    metric_weekly.user_id = :'user_id'::text
    AND metric_weekly.metric = :'metric'::text
    AND metric_weekly.week BETWEEN date_trunc('week', :'first'::date)::date AND :'last'::date
ORDER BY metric_weekly.week DESC;
