-- Title: Daily metrics in columns, one value a week, from the continuous aggregate
-- Parameters: user_ids text[]; metrics text[]; first, last date: weeks that have a day in them
-- Grain: one row per person and metric, its weeks in arrays, the oldest first
SELECT
    metric_weekly.user_id,
    metric_weekly.metric AS name,
    array_agg(metric_weekly.week::timestamp ORDER BY metric_weekly.week) AS timestamps,
    array_agg(metric_weekly.mean ORDER BY metric_weekly.week) AS values,
    array_agg(metric_weekly.min ORDER BY metric_weekly.week) AS low,
    array_agg(metric_weekly.max ORDER BY metric_weekly.week) AS high,
    array_agg(metric_weekly.n::integer ORDER BY metric_weekly.week) AS count,
    array_agg(metric_weekly.std_dev ORDER BY metric_weekly.week) AS std_dev,
    array_agg(metric_weekly.q1 ORDER BY metric_weekly.week) AS q1,
    array_agg(metric_weekly.median ORDER BY metric_weekly.week) AS median,
    array_agg(metric_weekly.q3 ORDER BY metric_weekly.week) AS q3
FROM metric_weekly
WHERE
    metric_weekly.user_id = any(:'user_ids'::text[])
    AND metric_weekly.metric = any(:'metrics'::text[])
    AND metric_weekly.week BETWEEN date_trunc('week', :'first'::date)::date AND :'last'::date
GROUP BY metric_weekly.user_id, metric_weekly.metric;
