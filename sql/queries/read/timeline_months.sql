-- Title: Daily metrics in columns, one value a month, from the continuous aggregate and what it does not tell yet
-- Parameters: user_ids text[]; metrics text[]; first, last date: months that have a day in them
-- Grain: one row per person and metric, its months in arrays, the oldest first
SELECT
    metric_months.user_id,
    metric_months.metric AS name,
    array_agg(metric_months.month::timestamp ORDER BY metric_months.month) AS timestamps,
    array_agg(metric_months.mean ORDER BY metric_months.month) AS values,
    array_agg(metric_months.min ORDER BY metric_months.month) AS low,
    array_agg(metric_months.max ORDER BY metric_months.month) AS high,
    array_agg(metric_months.n::integer ORDER BY metric_months.month) AS count,
    array_agg(metric_months.std_dev ORDER BY metric_months.month) AS std_dev,
    array_agg(metric_months.q1 ORDER BY metric_months.month) AS q1,
    array_agg(metric_months.median ORDER BY metric_months.month) AS median,
    array_agg(metric_months.q3 ORDER BY metric_months.month) AS q3
FROM metric_months(
    :'user_ids'::text[], :'metrics'::text[], :'first'::date, :'last'::date
)
GROUP BY metric_months.user_id, metric_months.metric;
