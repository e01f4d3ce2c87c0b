-- Title: Naps
-- Parameters: user_ids text[]; first, last date, both included
-- Grain: one row per person and nap, the newest first
SELECT
    nap.user_id,
    nap.date,
    nap.sleep_start_at,
    nap.sleep_end_at,
    nap.sleep_start_local,
    nap.sleep_end_local,
    nap.utc_offset_minutes,
    nap.device_id,
    nap.light_s,
    nap.deep_s,
    nap.rem_s,
    nap.unrecognized_s,
    nap.interruption_s,
    nap.short_interruption_s,
    nap.long_interruption_s,
    nap.sleep_score,
    nap.sleep_charge,
    nap.sleep_rating,
    nap.continuity,
    nap.continuity_class,
    nap.sleep_goal_s,
    nap.sleep_cycles,
    nap.duration_score,
    nap.solidity_score,
    nap.regeneration_score,
    nap.heart_rate_avg,
    nap.stage_minute,
    nap.stage,
    nap.heart_rate_minute,
    nap.heart_rate_bpm
FROM nap
WHERE nap.user_id = any(:'user_ids'::text[]) AND nap.date BETWEEN :'first'::date AND :'last'::date
ORDER BY nap.date DESC, nap.sleep_start_local DESC;
