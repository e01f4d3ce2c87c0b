-- Title: Sleeps and the boost that each gives to the day after it
-- Parameters: user_ids text[]; first, last date, both included
-- Grain: one row per person and period, the newest first. A period belongs to the day on which it
-- starts on the wearer's clock.
SELECT
    period.user_id,
    period.period_start_at,
    period.period_end_at,
    period.sleep_start_at,
    period.sleep_end_at,
    period.utc_offset_minutes,
    period.grade,
    period.grade_validity_s,
    period.grade_type,
    period.grade_classification,
    period.validity,
    period.sleep_inertia,
    period.sleep_type,
    period.result_type
FROM alertness_period AS period
WHERE
    period.user_id = any(:'user_ids'::text[])
    AND period.period_start_at >= (:'first'::date::timestamp AT TIME ZONE 'UTC') - interval '1 day'
    AND period.period_start_at < (:'last'::date::timestamp AT TIME ZONE 'UTC') + interval '2 days'
    AND (
        (period.period_start_at AT TIME ZONE 'UTC') + make_interval(mins => coalesce(period.utc_offset_minutes, 0))
    )::date BETWEEN :'first'::date AND :'last'::date
ORDER BY period.period_start_at DESC;
