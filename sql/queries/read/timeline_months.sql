-- Title: Daily metrics in columns, one value a month, from the continuous aggregate
-- Parameters: user_id text; metrics text[]; first, last date: months that begin in them
-- Grain: one row per metric, its months in arrays, the oldest first
SELECT
    metric_monthly.metric AS name,
    array_agg(metric_monthly.month::timestamp ORDER BY metric_monthly.month) AS timestamps,
    array_agg(metric_monthly.mean ORDER BY metric_monthly.month) AS values,
    array_agg(metric_monthly.min ORDER BY metric_monthly.month) AS low,
    array_agg(metric_monthly.max ORDER BY metric_monthly.month) AS high,
    array_agg(metric_monthly.n::integer ORDER BY metric_monthly.month) AS count
FROM metric_monthly
WHERE
    metric_monthly.user_id = :'user_id'::text
    AND metric_monthly.metric = any(:'metrics'::text[])
    AND metric_monthly.month BETWEEN :'first'::date AND :'last'::date
GROUP BY metric_monthly.metric;
