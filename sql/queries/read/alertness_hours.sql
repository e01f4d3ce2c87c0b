-- Title: Alertness by the hour, with the grade of its period
-- Parameters: user_ids text[]; first, last date, both included
-- Grain: one row per person, hour and period, the newest first
SELECT
    alertness_hour.user_id,
    alertness_hour.period_start_at,
    alertness_hour.start_at,
    alertness_hour.end_at,
    alertness_hour.local_time,
    alertness_hour.alertness_level,
    alertness_hour.validity,
    alertness_period.grade,
    alertness_period.grade_classification
FROM alertness_hour
INNER JOIN alertness_period
    ON
        alertness_hour.user_id = alertness_period.user_id
        AND alertness_hour.period_start_at = alertness_period.period_start_at
WHERE
    alertness_hour.user_id = any(:'user_ids'::text[])
    AND alertness_hour.local_time >= :'first'::date
    AND alertness_hour.local_time < :'last'::date + interval '1 day'
ORDER BY alertness_hour.local_time DESC, alertness_hour.period_start_at DESC;
