-- Title: Metric values that are no numbers
-- Returns: rows that should not exist
SELECT metric_daily.user_id, metric_daily.metric, metric_daily.date
FROM metric_daily
WHERE metric_daily.value = 'NaN'::double precision OR abs(metric_daily.value) = 'Infinity'::double precision;
