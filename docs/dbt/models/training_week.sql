{{ config(materialized='incremental', unique_key=['user_id', 'week']) }}

SELECT
    daily.user_id,
    date_trunc('week', daily.date)::date AS week,
    sum(daily.value) FILTER (WHERE daily.metric = 'training_load') AS training_load,
    avg(daily.value) FILTER (WHERE daily.metric = 'hrv_rmssd') AS hrv_ms,
    avg(daily.value) FILTER (WHERE daily.metric = 'resting_hr') AS resting_hr_bpm,
    max(daily.written_at) AS written_at
FROM {{ source('analytics', 'metric_daily') }} AS daily
WHERE
    daily.metric IN ('training_load', 'hrv_rmssd', 'resting_hr')
    {% if is_incremental() %}
    -- A week of which one day is new is made of all its days.
    AND (daily.user_id, date_trunc('week', daily.date)) IN (
        SELECT new.user_id, date_trunc('week', new.date)
        FROM {{ source('analytics', 'metric_daily') }} AS new
        WHERE new.written_at > (
            SELECT coalesce(max(kept.written_at), '-infinity') - interval '1 day' FROM {{ this }} AS kept
        )
    )
    {% endif %}
GROUP BY daily.user_id, week
