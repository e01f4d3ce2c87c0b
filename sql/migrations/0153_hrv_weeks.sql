-- Title: HRV of weeks beside the nights that are there already
-- The same formulas as in write/hrv_weeks_derive.sql, which keeps them from now on.

SELECT set_config('timescaledb.max_tuples_decompressed_per_dml_transaction', '0', TRUE);

INSERT INTO metric_daily (user_id, metric, date, value, source)
SELECT
    weeks.user_id,
    made.metric,
    weeks.date,
    made.value,
    'derived'
FROM (
    SELECT
        night.user_id,
        night.date,
        count(*) OVER week AS n,
        avg(ln(night.value)) OVER week AS mean,
        stddev_samp(ln(night.value)) OVER week AS spread
    FROM metric_daily AS night
    WHERE night.metric = 'hrv_rmssd' AND night.value > 0
    WINDOW week AS (
        PARTITION BY night.user_id ORDER BY night.date RANGE BETWEEN INTERVAL '6 days' PRECEDING AND CURRENT ROW
    )
) AS weeks
CROSS JOIN LATERAL (
    VALUES
    ('hrv_ln_7d', CASE WHEN weeks.n >= 3 THEN weeks.mean END),
    ('hrv_variation_7d', CASE WHEN weeks.n >= 5 AND weeks.mean > 0 THEN 100 * weeks.spread / weeks.mean END)
) AS made (metric, value)
WHERE made.value IS NOT NULL
ON CONFLICT DO NOTHING;

INSERT INTO unrefreshed (user_id, relation, first_day, last_day)
SELECT
    made.user_id,
    'metric_daily' AS relation,
    min(made.date) AS first_day,
    max(made.date) AS last_day
FROM metric_daily AS made
WHERE made.metric = 'hrv_ln_7d'
GROUP BY made.user_id
ON CONFLICT (user_id, relation) DO UPDATE SET
    first_day = least(unrefreshed.first_day, excluded.first_day),
    last_day = greatest(unrefreshed.last_day, excluded.last_day),
    refresh = NULL;
