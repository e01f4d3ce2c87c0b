-- Title: The two newest values of each metric, and the first night
-- Parameters: user_ids text[]; metrics text[]; first, last date: values of other days do not count,
-- nights before the first do
-- Grain: one row per person, the values in arrays, of each metric the newest first
WITH newest AS (
    SELECT
        asked.user_id,
        latest.metric,
        latest.date,
        latest.value
    FROM unnest(:'user_ids'::text[]) AS asked (user_id)
    CROSS JOIN unnest(:'metrics'::text[]) AS wanted (metric)
    -- One look into the index for each metric; a CTE can not look sideways.
    CROSS JOIN LATERAL ( -- noqa: ST05
        SELECT
            metric_daily.metric,
            metric_daily.date,
            metric_daily.value
        FROM metric_daily
        WHERE
            metric_daily.user_id = asked.user_id
            AND metric_daily.metric = wanted.metric
            AND metric_daily.date BETWEEN :'first'::date AND :'last'::date
        ORDER BY metric_daily.date DESC
        LIMIT 2
    ) AS latest
)

SELECT
    asked.user_id,
    coalesce(array_agg(newest.metric ORDER BY newest.date DESC) FILTER (WHERE newest.metric IS NOT NULL), '{}') AS metrics,
    coalesce(array_agg(newest.date ORDER BY newest.date DESC) FILTER (WHERE newest.metric IS NOT NULL), '{}') AS dates,
    coalesce(array_agg(newest.value ORDER BY newest.date DESC) FILTER (WHERE newest.metric IS NOT NULL), '{}') AS values,
    least(
        (
            SELECT min(sleep.date)
            FROM sleep
            WHERE sleep.user_id = asked.user_id AND sleep.date <= :'last'::date
        ),
        (
            SELECT min(nightly_recharge.date)
            FROM nightly_recharge
            WHERE nightly_recharge.user_id = asked.user_id AND nightly_recharge.date <= :'last'::date
        )
    ) AS first_night
FROM unnest(:'user_ids'::text[]) AS asked (user_id)
LEFT JOIN newest ON asked.user_id = newest.user_id
GROUP BY asked.user_id;
