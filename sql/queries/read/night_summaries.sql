-- Title: Nights in their few most wanted numbers, with the recharge of the same night
-- Parameters: user_id text; first, last date, both included
-- Grain: one row per night, the newest first
SELECT
    sleep.date,
    sleep.sleep_score,
    sleep.light_s,
    sleep.deep_s,
    sleep.rem_s,
    CASE
        WHEN coalesce(sleep.light_s, sleep.deep_s, sleep.rem_s) IS NOT NULL
            THEN coalesce(sleep.light_s, 0) + coalesce(sleep.deep_s, 0) + coalesce(sleep.rem_s, 0)
    END AS total_s,
    coalesce(sleep.heart_rate_avg, nightly_recharge.heart_rate_avg) AS heart_rate_avg,
    nightly_recharge.hrv_rmssd_ms,
    nightly_recharge.breathing_rate_avg
FROM sleep
LEFT JOIN nightly_recharge
    ON
        sleep.user_id = nightly_recharge.user_id
        AND sleep.date = nightly_recharge.date
        AND nightly_recharge.date BETWEEN :'first'::date AND :'last'::date
WHERE sleep.user_id = :'user_id'::text AND sleep.date BETWEEN :'first'::date AND :'last'::date
ORDER BY sleep.date DESC;
