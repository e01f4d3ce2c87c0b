-- Title: Daily metrics in columns, one value a day
-- Parameters: user_id text; metrics text[]; first, last date, both included
-- Grain: one row per metric, its days in arrays, the oldest first
SELECT
    metric_daily.metric AS name,
    array_agg(metric_daily.date::timestamp ORDER BY metric_daily.date) AS timestamps,
    array_agg(metric_daily.value ORDER BY metric_daily.date) AS values,
    NULL::double precision[] AS low,
    NULL::double precision[] AS high,
    NULL::integer[] AS count
FROM metric_daily
WHERE
    metric_daily.user_id = :'user_id'::text
    AND metric_daily.metric = any(:'metrics'::text[])
    AND metric_daily.date BETWEEN :'first'::date AND :'last'::date
GROUP BY metric_daily.metric;
