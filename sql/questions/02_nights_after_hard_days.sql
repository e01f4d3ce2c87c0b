-- Title: Nights after the hardest tenth of a year's days, beside all other nights
-- Parameters: none
-- Grain: one row per person and kind of day before the night
WITH day AS (
    SELECT
        metric_daily.user_id,
        metric_daily.date,
        percent_rank() OVER (PARTITION BY metric_daily.user_id ORDER BY metric_daily.value) >= 0.9 AS hard
    FROM metric_daily
    WHERE metric_daily.metric = 'training_load' AND metric_daily.date >= now() - interval '1 year'
)

SELECT
    night.user_id,
    day.hard AS after_a_hard_day,
    count(*) AS nights,
    round(avg(night.sleep_score), 1) AS sleep_score,
    round(avg(night.asleep_s) / 3600, 2) AS asleep_h,
    round(avg(night.hrv_rmssd_ms), 1) AS hrv_ms,
    round(avg(night.heart_rate_avg)::numeric, 1) AS heart_rate_bpm
FROM night
INNER JOIN day ON night.user_id = day.user_id AND night.date = day.date + 1
WHERE night.date >= now() - interval '1 year'
GROUP BY night.user_id, day.hard
ORDER BY night.user_id, day.hard;
