{{ config(materialized='incremental', unique_key=['user_id', 'date']) }}

SELECT
    night.user_id,
    night.date,
    night.bedtime_h,
    night.wake_up_h,
    night.asleep_s / 3600.0 AS asleep_h,
    night.sleep_score,
    night.hrv_rmssd_ms,
    night.heart_rate_avg,
    night.written_at
FROM {{ source('analytics', 'night') }} AS night
{% if is_incremental() %}
-- A row is stamped when its transaction begins, and seen when that ends: what was stamped earlier may come later.
WHERE night.written_at > (SELECT coalesce(max(kept.written_at), '-infinity') - interval '1 day' FROM {{ this }} AS kept)
{% endif %}
