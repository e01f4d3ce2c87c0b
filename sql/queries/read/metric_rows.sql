-- Title: All daily metrics of a person, for the analysis
-- Parameters: user_id text; first, last date, both included
-- Grain: one row per metric and day
SELECT
    metric_daily.metric,
    metric_daily.date,
    metric_daily.value
FROM metric_daily
WHERE
    metric_daily.user_id = :'user_id'::text
    AND metric_daily.date BETWEEN :'first'::date AND :'last'::date;
