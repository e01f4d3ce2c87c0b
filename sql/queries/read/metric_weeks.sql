-- Title: A metric by the week, from the continuous aggregate and what it does not tell yet
-- Parameters: user_id text; metric text; first, last date: weeks that have a day in them
-- Grain: one row per week with a value, the newest first
SELECT
    metric_weeks.week AS date,
    metric_weeks.n AS sample_count,
    metric_weeks.mean,
    metric_weeks.std_dev,
    metric_weeks.min,
    metric_weeks.q1,
    metric_weeks.median,
    metric_weeks.q3,
    metric_weeks.max
FROM metric_weeks(
    ARRAY[:'user_id'::text], ARRAY[:'metric'::text], :'first'::date, :'last'::date
)
ORDER BY metric_weeks.week DESC;
