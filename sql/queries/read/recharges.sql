-- Title: Nightly recharges
-- Parameters: user_id text; first, last date, both included
-- Grain: one row per night, the newest first
SELECT
    nightly_recharge.date,
    nightly_recharge.heart_rate_avg,
    nightly_recharge.beat_to_beat_avg_ms,
    nightly_recharge.hrv_rmssd_ms,
    nightly_recharge.breathing_rate_avg,
    nightly_recharge.nightly_recharge_status,
    nightly_recharge.ans_charge,
    nightly_recharge.ans_charge_status
FROM nightly_recharge
WHERE nightly_recharge.user_id = :'user_id'::text AND nightly_recharge.date BETWEEN :'first'::date AND :'last'::date
ORDER BY nightly_recharge.date DESC;
