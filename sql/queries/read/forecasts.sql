-- Title: Forecasts as they are stored
-- Parameters: user_ids text[]
-- Grain: one row per person and forecast metric
SELECT
    forecast.user_id,
    forecast.metric,
    forecast.days,
    forecast.value,
    forecast.low,
    forecast.high,
    forecast.reason,
    forecast.reason_code,
    forecast.reason_params,
    forecast.skill,
    forecast.skill_low,
    forecast.skill_by_day,
    forecast.shrinkage,
    forecast.origins,
    forecast.coverage,
    forecast.autocorrelation,
    forecast.weekly,
    forecast.sample_count,
    forecast.as_of,
    forecast.calculated_at
FROM forecast
WHERE forecast.user_id = any(:'user_ids'::text[]);
