SELECT
    daily.user_id,
    date_trunc('week', daily.date)::date AS week,
    sum(daily.value) FILTER (WHERE daily.metric = 'training_load') AS training_load,
    avg(daily.value) FILTER (WHERE daily.metric = 'hrv_rmssd') AS hrv_ms,
    avg(daily.value) FILTER (WHERE daily.metric = 'resting_hr') AS resting_hr_bpm
FROM {{ source('analytics', 'metric_daily') }} AS daily
WHERE daily.metric IN ('training_load', 'hrv_rmssd', 'resting_hr')
GROUP BY daily.user_id, week
