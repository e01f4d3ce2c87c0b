-- Title: All daily values of a person, for the analysis
-- Parameters: user_id text; first, last date, both included
-- Grain: one row per metric; days count from 1970-01-01, in no order
SELECT
    metric_daily.metric,
    array_agg(metric_daily.date - date '1970-01-01') AS days,
    array_agg(metric_daily.value) AS numbers
FROM metric_daily
WHERE
    metric_daily.user_id = :'user_id'::text
    AND metric_daily.date BETWEEN :'first'::date AND :'last'::date
GROUP BY metric_daily.metric;
