-- Title: Heart rate of days in four numbers, from the daily metrics
-- Parameters: user_ids text[]; first, last date, both included
-- Grain: one row per person and day, the newest first
SELECT
    metric_daily.user_id,
    metric_daily.date,
    max(metric_daily.value) FILTER (WHERE metric_daily.metric = 'hr_min') AS hr_min,
    max(metric_daily.value) FILTER (WHERE metric_daily.metric = 'hr_mean') AS hr_mean,
    max(metric_daily.value) FILTER (WHERE metric_daily.metric = 'hr_max') AS hr_max,
    coalesce(max(metric_daily.value) FILTER (WHERE metric_daily.metric = 'hr_samples'), 0)::integer AS sample_count
FROM metric_daily
WHERE
    metric_daily.user_id = any(:'user_ids'::text[])
    AND metric_daily.metric IN ('hr_min', 'hr_mean', 'hr_max', 'hr_samples')
    AND metric_daily.date BETWEEN :'first'::date AND :'last'::date
GROUP BY metric_daily.user_id, metric_daily.date
ORDER BY metric_daily.date DESC;
