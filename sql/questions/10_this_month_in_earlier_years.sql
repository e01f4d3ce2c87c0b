-- Title: This month against the same month of earlier years
-- Parameters: none
-- Grain: one row per person, metric and year
SELECT
    metric_monthly.user_id,
    metric.title,
    extract(YEAR FROM metric_monthly.month)::integer AS year,
    metric_monthly.n AS days,
    round(metric_monthly.mean::numeric, 1) AS mean,
    metric.unit
FROM metric_monthly
INNER JOIN metric ON metric_monthly.metric = metric.metric
WHERE
    metric_monthly.metric IN ('hrv_rmssd', 'resting_hr', 'sleep_hours', 'steps', 'training_load')
    AND extract(MONTH FROM metric_monthly.month) = extract(MONTH FROM localtimestamp)
ORDER BY metric_monthly.user_id, metric.title, year;
