-- Title: Resting heart rate by month, with quartiles
-- Parameters: none
-- Grain: one row per person and month
SELECT
    metric_monthly.user_id,
    metric_monthly.month,
    metric_monthly.n AS nights,
    metric_monthly.min,
    metric_monthly.q1,
    metric_monthly.median,
    metric_monthly.q3,
    metric_monthly.max
FROM metric_monthly
WHERE metric_monthly.metric = 'resting_hr'
ORDER BY metric_monthly.user_id, metric_monthly.month;
