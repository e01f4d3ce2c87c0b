-- Title: Store daily metrics
-- Parameters: user_id text; one array per column
-- Grain: one row per person, metric and day; an unchanged row is not rewritten
INSERT INTO metric_daily (user_id, metric, date, value)
SELECT
    :'user_id'::text,
    sent.metric,
    sent.date,
    sent.value
FROM unnest(
    :'metric'::text[],
    :'date'::date[],
    :'value'::double precision[]
) AS sent (metric, date, value)
ON CONFLICT (user_id, metric, date) DO UPDATE SET value = excluded.value
WHERE metric_daily.value IS DISTINCT FROM excluded.value;
