-- Title: Circadian bedtimes by the day on which their period starts
-- Parameters: user_ids text[]; first, last date, both included
-- Grain: one row per person and night, the newest first
SELECT
    bedtime.user_id,
    bedtime.period_start_at,
    bedtime.period_end_at,
    bedtime.preferred_sleep_start_at,
    bedtime.preferred_sleep_end_at,
    bedtime.sleep_gate_start_at,
    bedtime.sleep_gate_end_at,
    bedtime.utc_offset_minutes,
    bedtime.validity,
    bedtime.quality,
    bedtime.result_type
FROM bedtime
WHERE
    bedtime.user_id = any(:'user_ids'::text[])
    AND bedtime.period_start_at >= :'first'::date::timestamptz - interval '2 days'
    AND bedtime.period_start_at < :'last'::date::timestamptz + interval '3 days'
    AND (
        (bedtime.period_start_at AT TIME ZONE 'UTC')
        + make_interval(mins => coalesce(bedtime.utc_offset_minutes, 0))
    )::date BETWEEN :'first'::date AND :'last'::date
ORDER BY bedtime.period_start_at DESC;
