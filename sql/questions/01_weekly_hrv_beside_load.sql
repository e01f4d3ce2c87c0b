-- Title: HRV of each week beside the load of that week
-- Parameters: none
-- Grain: one row per person and week of the last half year
SELECT
    hrv.user_id,
    hrv.week,
    round(hrv.median) AS hrv_ms,
    round(training.sum) AS training_load,
    hrv.n AS nights
FROM metric_weekly AS hrv
INNER JOIN metric_weekly AS training ON hrv.user_id = training.user_id AND hrv.week = training.week
WHERE
    hrv.metric = 'hrv_rmssd' AND hrv.week >= now() - interval '26 weeks'
    AND training.metric = 'training_load' AND training.week >= now() - interval '26 weeks'
ORDER BY hrv.user_id, hrv.week;
