-- Title: Days of activity
-- Parameters: user_ids text[]; first, last date, both included
-- Grain: one row per person and day, the newest first
SELECT
    activity.user_id,
    activity.date,
    activity.start_local,
    activity.end_local,
    activity.active_s,
    activity.inactive_s,
    activity.daily_activity_percent,
    activity.calories_total,
    activity.calories_active,
    activity.steps,
    activity.inactivity_alert_count,
    activity.distance_m
FROM activity
WHERE activity.user_id = any(:'user_ids'::text[]) AND activity.date BETWEEN :'first'::date AND :'last'::date
ORDER BY activity.date DESC;
