-- Title: Sleep score of the most and the least regular nights
-- Parameters: none
-- Grain: one row per person and quarter of their nights of a year, the most regular bedtimes first
WITH night AS (
    SELECT
        night_regularity.user_id,
        night_regularity.bedtime_std_dev_min,
        night_regularity.sleep_score,
        ntile(4) OVER (
            PARTITION BY night_regularity.user_id ORDER BY night_regularity.bedtime_std_dev_min
        ) AS quarter
    FROM night_regularity
    WHERE
        night_regularity.date >= now() - interval '1 year'
        AND night_regularity.bedtime_std_dev_min IS NOT NULL
)

SELECT
    night.user_id,
    night.quarter,
    count(*) AS nights,
    round(min(night.bedtime_std_dev_min)) AS from_min,
    round(max(night.bedtime_std_dev_min)) AS to_min,
    round(avg(night.sleep_score), 1) AS sleep_score
FROM night
GROUP BY night.user_id, night.quarter
ORDER BY night.user_id, night.quarter;
