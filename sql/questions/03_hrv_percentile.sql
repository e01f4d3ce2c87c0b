-- Title: Where each night's HRV lies among the person's own last 60 nights
-- Parameters: none
-- Grain: one row per person and night of the last four weeks
SELECT
    night.user_id,
    night.date,
    night.value AS hrv_ms,
    round(100 * avg((earlier.value <= night.value)::integer)) AS percentile,
    count(*) AS of_nights
FROM metric_daily AS night
INNER JOIN metric_daily AS earlier
    ON night.user_id = earlier.user_id AND earlier.date > night.date - 60 AND earlier.date <= night.date
WHERE
    night.metric = 'hrv_rmssd' AND night.date >= now() - interval '28 days'
    AND earlier.metric = 'hrv_rmssd' AND earlier.date >= now() - interval '88 days'
GROUP BY night.user_id, night.date, night.value
ORDER BY night.user_id, night.date;
