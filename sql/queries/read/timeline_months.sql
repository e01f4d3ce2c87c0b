-- Title: Daily metrics in columns, one value a month, from the continuous aggregate
-- Parameters: user_ids text[]; metrics text[]; first, last date: months that have a day in them
-- Grain: one row per person and metric, its months in arrays, the oldest first
SELECT
    metric_monthly.user_id,
    metric_monthly.metric AS name,
    array_agg(metric_monthly.month::timestamp ORDER BY metric_monthly.month) AS timestamps,
    array_agg(metric_monthly.mean ORDER BY metric_monthly.month) AS values,
    array_agg(metric_monthly.min ORDER BY metric_monthly.month) AS low,
    array_agg(metric_monthly.max ORDER BY metric_monthly.month) AS high,
    array_agg(metric_monthly.n::integer ORDER BY metric_monthly.month) AS count,
    array_agg(metric_monthly.std_dev ORDER BY metric_monthly.month) AS std_dev,
    array_agg(metric_monthly.q1 ORDER BY metric_monthly.month) AS q1,
    array_agg(metric_monthly.median ORDER BY metric_monthly.month) AS median,
    array_agg(metric_monthly.q3 ORDER BY metric_monthly.month) AS q3
FROM metric_monthly
WHERE
    metric_monthly.user_id = any(:'user_ids'::text[])
    AND metric_monthly.metric = any(:'metrics'::text[])
    AND metric_monthly.month BETWEEN date_trunc('month', :'first'::date)::date AND :'last'::date
GROUP BY metric_monthly.user_id, metric_monthly.metric;
