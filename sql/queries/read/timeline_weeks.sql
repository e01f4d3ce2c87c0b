-- Title: Daily metrics in columns, one value a week, from the continuous aggregate and what it does not tell yet
-- Parameters: user_ids text[]; metrics text[]; first, last date: weeks that have a day in them
-- Grain: one row per person and metric, its weeks in arrays, the oldest first
SELECT
    metric_weeks.user_id,
    metric_weeks.metric AS name,
    array_agg(metric_weeks.week::timestamp ORDER BY metric_weeks.week) AS timestamps,
    array_agg(metric_weeks.mean ORDER BY metric_weeks.week) AS values,
    array_agg(metric_weeks.min ORDER BY metric_weeks.week) AS low,
    array_agg(metric_weeks.max ORDER BY metric_weeks.week) AS high,
    array_agg(metric_weeks.n::integer ORDER BY metric_weeks.week) AS count,
    array_agg(metric_weeks.std_dev ORDER BY metric_weeks.week) AS std_dev,
    array_agg(metric_weeks.q1 ORDER BY metric_weeks.week) AS q1,
    array_agg(metric_weeks.median ORDER BY metric_weeks.week) AS median,
    array_agg(metric_weeks.q3 ORDER BY metric_weeks.week) AS q3
FROM metric_weeks(
    :'user_ids'::text[], :'metrics'::text[], :'first'::date, :'last'::date
)
GROUP BY metric_weeks.user_id, metric_weeks.metric;
