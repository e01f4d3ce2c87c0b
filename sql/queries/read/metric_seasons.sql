-- Title: The same month of earlier years, metric by metric, from the continuous aggregate
-- Parameters: user_ids text[]; metrics text[]; as_of date: a day in the month; first date: earlier years than its
-- are not asked for
-- Grain: one row per person, metric and earlier year with a value in that month, the newest first
SELECT
    metric_months.user_id,
    metric_months.metric,
    metric_months.month AS date,
    metric_months.n AS sample_count,
    metric_months.q1,
    metric_months.median,
    metric_months.q3
FROM metric_months(
    :'user_ids'::text[],
    :'metrics'::text[],
    :'first'::date,
    (:'as_of'::date - interval '11 months')::date
)
WHERE
    extract(MONTH FROM metric_months.month) = extract(MONTH FROM :'as_of'::date)
    AND metric_months.month < date_trunc('month', :'as_of'::timestamp)::date
ORDER BY metric_months.month DESC, metric_months.metric;
