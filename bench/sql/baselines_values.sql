-- Title: A value of every metric on every day
-- Parameters: people integer; metrics text[]; days integer; today date
INSERT INTO metric_daily (user_id, metric, date, value)
SELECT
    'person-' || number,
    metric,
    %(today)s::date - back,
    50 + 10 * random()
FROM generate_series(0, %(days)s::integer - 1) AS back
CROSS JOIN generate_series(1, %(people)s::integer) AS number
CROSS JOIN unnest(%(metrics)s::text[]) AS metric;
