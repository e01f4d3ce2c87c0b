-- Title: Baselines as they were on a day, computed and not stored
-- Parameters: user_ids text[]; as_of date, the last of the 90 days
-- Grain: one row per person and metric with a value in these days
SELECT
    found.user_id,
    found.metric,
    found.baseline_value,
    found.baseline_7d,
    found.baseline_30d,
    found.baseline_90d,
    found.median,
    found.q1,
    found.q3,
    found.iqr,
    found.std_dev,
    found.min,
    found.max,
    found.lower_bound,
    found.upper_bound,
    found.sample_count,
    found.status,
    found.data_start_date,
    found.data_end_date,
    found.as_of
FROM baselines_on(:'as_of'::date) AS found
WHERE found.user_id = any(:'user_ids'::text[]);
