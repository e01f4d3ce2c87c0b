-- Title: Store nightly recharge
-- Parameters: user_id text; one array per column, all of one length
-- Grain: one row per person and date; an unchanged row is not rewritten,
-- and a value that Polar once sent is not wiped by an answer that lacks it
INSERT INTO nightly_recharge (
    user_id,
    date,
    heart_rate_avg,
    beat_to_beat_avg_ms,
    hrv_rmssd_ms,
    breathing_rate_avg,
    nightly_recharge_status,
    ans_charge,
    ans_charge_status,
    extra
)
SELECT
    :'user_id'::text,
    sent.date,
    sent.heart_rate_avg,
    sent.beat_to_beat_avg_ms,
    sent.hrv_rmssd_ms,
    sent.breathing_rate_avg,
    sent.nightly_recharge_status,
    sent.ans_charge,
    sent.ans_charge_status,
    sent.extra
FROM unnest(
    :'date'::date[],
    :'heart_rate_avg'::integer[],
    :'beat_to_beat_avg_ms'::integer[],
    :'hrv_rmssd_ms'::integer[],
    :'breathing_rate_avg'::double precision[],
    :'nightly_recharge_status'::integer[],
    :'ans_charge'::double precision[],
    :'ans_charge_status'::integer[],
    :'extra'::jsonb[]
) AS sent (
    date,
    heart_rate_avg,
    beat_to_beat_avg_ms,
    hrv_rmssd_ms,
    breathing_rate_avg,
    nightly_recharge_status,
    ans_charge,
    ans_charge_status,
    extra
)
ON CONFLICT (user_id, date) DO UPDATE SET
    heart_rate_avg = coalesce(excluded.heart_rate_avg, nightly_recharge.heart_rate_avg),
    beat_to_beat_avg_ms = coalesce(excluded.beat_to_beat_avg_ms, nightly_recharge.beat_to_beat_avg_ms),
    hrv_rmssd_ms = coalesce(excluded.hrv_rmssd_ms, nightly_recharge.hrv_rmssd_ms),
    breathing_rate_avg = coalesce(excluded.breathing_rate_avg, nightly_recharge.breathing_rate_avg),
    nightly_recharge_status = coalesce(excluded.nightly_recharge_status, nightly_recharge.nightly_recharge_status),
    ans_charge = coalesce(excluded.ans_charge, nightly_recharge.ans_charge),
    ans_charge_status = coalesce(excluded.ans_charge_status, nightly_recharge.ans_charge_status),
    extra = coalesce(excluded.extra, nightly_recharge.extra),
    written_at = now()
WHERE (
    nightly_recharge.heart_rate_avg,
    nightly_recharge.beat_to_beat_avg_ms,
    nightly_recharge.hrv_rmssd_ms,
    nightly_recharge.breathing_rate_avg,
    nightly_recharge.nightly_recharge_status,
    nightly_recharge.ans_charge,
    nightly_recharge.ans_charge_status,
    nightly_recharge.extra
) IS DISTINCT FROM (
    coalesce(excluded.heart_rate_avg, nightly_recharge.heart_rate_avg),
    coalesce(excluded.beat_to_beat_avg_ms, nightly_recharge.beat_to_beat_avg_ms),
    coalesce(excluded.hrv_rmssd_ms, nightly_recharge.hrv_rmssd_ms),
    coalesce(excluded.breathing_rate_avg, nightly_recharge.breathing_rate_avg),
    coalesce(excluded.nightly_recharge_status, nightly_recharge.nightly_recharge_status),
    coalesce(excluded.ans_charge, nightly_recharge.ans_charge),
    coalesce(excluded.ans_charge_status, nightly_recharge.ans_charge_status),
    coalesce(excluded.extra, nightly_recharge.extra)
);
