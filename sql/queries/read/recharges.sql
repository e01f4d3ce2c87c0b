-- Title: Nightly recharges
-- Parameters: user_ids text[]; first, last date, both included
-- Grain: one row per person and night, the newest first
SELECT
    nightly_recharge.user_id,
    nightly_recharge.date,
    nightly_recharge.heart_rate_avg,
    nightly_recharge.beat_to_beat_avg_ms,
    nightly_recharge.hrv_rmssd_ms,
    nightly_recharge.breathing_rate_avg,
    nightly_recharge.nightly_recharge_status,
    nightly_recharge.ans_charge,
    nightly_recharge.ans_charge_status,
    nightly_recharge.recharge_sub_level,
    nightly_recharge.baseline_beat_to_beat_ms,
    nightly_recharge.baseline_beat_to_beat_sd_ms,
    nightly_recharge.baseline_rmssd_ms,
    nightly_recharge.baseline_rmssd_sd_ms,
    nightly_recharge.baseline_breath_ms,
    nightly_recharge.baseline_breath_sd_ms,
    nightly_recharge.sleep_tip,
    nightly_recharge.vitality_tip,
    nightly_recharge.exercise_tip
FROM nightly_recharge
WHERE nightly_recharge.user_id = any(:'user_ids'::text[]) AND nightly_recharge.date BETWEEN :'first'::date AND :'last'::date
ORDER BY nightly_recharge.date DESC;
