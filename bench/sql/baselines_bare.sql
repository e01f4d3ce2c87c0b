-- Title: The least that anybody would compute
SELECT
    user_id,
    metric,
    avg(value),
    percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY value)
FROM metric_daily
GROUP BY user_id, metric;
