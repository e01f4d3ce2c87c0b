-- Title: Daily metrics in columns, one value a day
-- Parameters: user_ids text[]; metrics text[]; first, last date, both included
-- Grain: one row per person and metric, its days in arrays, the oldest first
SELECT
    metric_daily.user_id,
    metric_daily.metric AS name,
    array_agg(metric_daily.date::timestamp ORDER BY metric_daily.date) AS timestamps,
    array_agg(metric_daily.value ORDER BY metric_daily.date) AS values
FROM metric_daily
WHERE
    metric_daily.user_id = any(:'user_ids'::text[])
    AND metric_daily.metric = any(:'metrics'::text[])
    AND metric_daily.date BETWEEN :'first'::date AND :'last'::date
GROUP BY metric_daily.user_id, metric_daily.metric;
