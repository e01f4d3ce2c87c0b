-- Title: Store activity
-- Parameters: user_id text; one array per column, all of one length
-- Grain: one row per person and date; an unchanged row is not rewritten,
-- and a value that Polar once sent is not wiped by an answer that lacks it
INSERT INTO activity (
    user_id,
    date,
    start_local,
    end_local,
    active_s,
    inactive_s,
    daily_activity_percent,
    calories_total,
    calories_active,
    steps,
    inactivity_alert_count,
    distance_m,
    extra
)
SELECT
    :'user_id'::text,
    sent.date,
    sent.start_local,
    sent.end_local,
    sent.active_s,
    sent.inactive_s,
    sent.daily_activity_percent,
    sent.calories_total,
    sent.calories_active,
    sent.steps,
    sent.inactivity_alert_count,
    sent.distance_m,
    sent.extra
FROM unnest(
    :'date'::date[],
    :'start_local'::timestamp[],
    :'end_local'::timestamp[],
    :'active_s'::double precision[],
    :'inactive_s'::double precision[],
    :'daily_activity_percent'::double precision[],
    :'calories_total'::integer[],
    :'calories_active'::integer[],
    :'steps'::integer[],
    :'inactivity_alert_count'::integer[],
    :'distance_m'::double precision[],
    :'extra'::jsonb[]
) AS sent (
    date,
    start_local,
    end_local,
    active_s,
    inactive_s,
    daily_activity_percent,
    calories_total,
    calories_active,
    steps,
    inactivity_alert_count,
    distance_m,
    extra
)
ON CONFLICT (user_id, date) DO UPDATE SET
    start_local = excluded.start_local,
    end_local = coalesce(excluded.end_local, activity.end_local),
    active_s = coalesce(excluded.active_s, activity.active_s),
    inactive_s = coalesce(excluded.inactive_s, activity.inactive_s),
    daily_activity_percent = coalesce(excluded.daily_activity_percent, activity.daily_activity_percent),
    calories_total = coalesce(excluded.calories_total, activity.calories_total),
    calories_active = coalesce(excluded.calories_active, activity.calories_active),
    steps = coalesce(excluded.steps, activity.steps),
    inactivity_alert_count = coalesce(excluded.inactivity_alert_count, activity.inactivity_alert_count),
    distance_m = coalesce(excluded.distance_m, activity.distance_m),
    extra = coalesce(excluded.extra, activity.extra),
    written_at = now()
WHERE (
    activity.start_local,
    activity.end_local,
    activity.active_s,
    activity.inactive_s,
    activity.daily_activity_percent,
    activity.calories_total,
    activity.calories_active,
    activity.steps,
    activity.inactivity_alert_count,
    activity.distance_m,
    activity.extra
) IS DISTINCT FROM (
    excluded.start_local,
    coalesce(excluded.end_local, activity.end_local),
    coalesce(excluded.active_s, activity.active_s),
    coalesce(excluded.inactive_s, activity.inactive_s),
    coalesce(excluded.daily_activity_percent, activity.daily_activity_percent),
    coalesce(excluded.calories_total, activity.calories_total),
    coalesce(excluded.calories_active, activity.calories_active),
    coalesce(excluded.steps, activity.steps),
    coalesce(excluded.inactivity_alert_count, activity.inactivity_alert_count),
    coalesce(excluded.distance_m, activity.distance_m),
    coalesce(excluded.extra, activity.extra)
);
