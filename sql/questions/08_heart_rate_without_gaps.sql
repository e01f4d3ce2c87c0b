-- Title: Hourly heart rate of two days without gaps
-- Parameters: none
-- Grain: one row per person and hour
SELECT
    heart_rate_hourly.user_id,
    time_bucket_gapfill(
        interval '1 hour', heart_rate_hourly.hour,
        now()::timestamp - interval '2 days', now()::timestamp
    ) AS hour,
    avg(heart_rate_hourly.mean) AS measured_bpm,
    interpolate(avg(heart_rate_hourly.mean)) AS interpolated_bpm,
    locf(max(heart_rate_hourly.bpm_max)) AS last_highest_bpm
FROM heart_rate_hourly
WHERE
    heart_rate_hourly.hour >= now() - interval '2 days'
    AND heart_rate_hourly.hour < now()
GROUP BY 1, 2
ORDER BY 1, 2;
