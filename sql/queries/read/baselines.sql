-- Title: Baselines as they are stored
-- Parameters: user_ids text[]
-- Grain: one row per person and metric
SELECT
    baseline.user_id,
    baseline.metric,
    baseline.baseline_value,
    baseline.baseline_7d,
    baseline.baseline_30d,
    baseline.baseline_90d,
    baseline.median,
    baseline.q1,
    baseline.q3,
    baseline.iqr,
    baseline.std_dev,
    baseline.min,
    baseline.max,
    baseline.lower_bound,
    baseline.upper_bound,
    baseline.sample_count,
    baseline.status,
    baseline.data_start_date,
    baseline.data_end_date,
    baseline.as_of,
    baseline.calculated_at,
    (
        SELECT coalesce(jsonb_agg(to_jsonb(part) - '{user_id,calculated_at}'::text[] ORDER BY part.era), '[]')
        FROM baseline_part AS part
        WHERE part.user_id = baseline.user_id AND part.metric = baseline.metric
    ) AS parts
FROM baseline
WHERE baseline.user_id = any(:'user_ids'::text[]);
