-- Title: Nights, with what the recharge of the same night measured
-- Parameters: user_ids text[]; first, last date, both included
-- Grain: one row per person and night, the newest first
SELECT
    sleep.user_id,
    sleep.date,
    sleep.sleep_start_at,
    sleep.sleep_end_at,
    sleep.sleep_start_local,
    sleep.sleep_end_local,
    sleep.utc_offset_minutes,
    sleep.device_id,
    sleep.light_s,
    sleep.deep_s,
    sleep.rem_s,
    sleep.unrecognized_s,
    sleep.interruption_s,
    sleep.short_interruption_s,
    sleep.long_interruption_s,
    sleep.sleep_score,
    sleep.sleep_charge,
    sleep.sleep_rating,
    sleep.continuity,
    sleep.continuity_class,
    sleep.sleep_goal_s,
    sleep.sleep_cycles,
    sleep.duration_score,
    sleep.solidity_score,
    sleep.regeneration_score,
    coalesce(sleep.heart_rate_avg, nightly_recharge.heart_rate_avg) AS heart_rate_avg,
    nightly_recharge.hrv_rmssd_ms,
    nightly_recharge.breathing_rate_avg
FROM sleep
LEFT JOIN nightly_recharge
    ON
        sleep.user_id = nightly_recharge.user_id
        AND sleep.date = nightly_recharge.date
        AND nightly_recharge.date BETWEEN :'first'::date AND :'last'::date
WHERE sleep.user_id = any(:'user_ids'::text[]) AND sleep.date BETWEEN :'first'::date AND :'last'::date
ORDER BY sleep.date DESC;
