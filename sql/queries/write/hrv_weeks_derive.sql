-- Title: HRV of weeks, made of the nights in metric_daily: the mean of ln RMSSD over 7 days, and its coefficient of variation
-- Parameters: user_id text; first, last date: the days whose HRV has changed
-- Grain: one row: the first and the last day of those whose row was new, had changed, or went; NULL where none did. The mean takes 3
-- nights of 7 days, the variation 5
WITH weeks AS (
    SELECT
        night.date,
        count(*) OVER week AS n,
        avg(ln(night.value)) OVER week AS mean,
        stddev_samp(ln(night.value)) OVER week AS spread
    FROM metric_daily AS night
    WHERE
        night.user_id = :'user_id'::text
        AND night.metric = 'hrv_rmssd'
        AND night.value > 0
        AND night.date BETWEEN :'first'::date - 6 AND :'last'::date + 6
    WINDOW week AS (ORDER BY night.date RANGE BETWEEN INTERVAL '6 days' PRECEDING AND CURRENT ROW)
),

told AS MATERIALIZED (
    SELECT
        made.metric,
        weeks.date,
        made.value
    FROM weeks
    CROSS JOIN LATERAL (
        VALUES
        ('hrv_ln_7d', CASE WHEN weeks.n >= 3 THEN weeks.mean END),
        ('hrv_variation_7d', CASE WHEN weeks.n >= 5 AND weeks.mean > 0 THEN 100 * weeks.spread / weeks.mean END)
    ) AS made (metric, value)
    WHERE weeks.date >= :'first'::date AND made.value IS NOT NULL
),

gone AS (
    DELETE FROM metric_daily AS old
    WHERE
        old.user_id = :'user_id'::text
        AND old.metric IN ('hrv_ln_7d', 'hrv_variation_7d')
        AND old.date BETWEEN :'first'::date AND :'last'::date + 6
        AND NOT EXISTS (
            SELECT FROM told
            WHERE told.metric = old.metric AND told.date = old.date
        )
    RETURNING old.date
),

kept AS (
    INSERT INTO metric_daily (user_id, metric, date, value, source)
    SELECT
        :'user_id'::text,
        told.metric,
        told.date,
        told.value,
        'derived'
    FROM told
    ON CONFLICT (user_id, metric, date) DO UPDATE SET
        value = excluded.value,
        source = excluded.source,
        run_id = NULL,
        written_at = now()
    WHERE metric_daily.value IS DISTINCT FROM excluded.value
    RETURNING metric_daily.date
)

SELECT
    min(changed.date) AS first,
    max(changed.date) AS last
FROM (
    SELECT gone.date FROM gone
    UNION ALL
    SELECT kept.date FROM kept
) AS changed;
