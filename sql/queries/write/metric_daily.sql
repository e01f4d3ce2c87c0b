-- Title: Store daily metrics
-- Parameters: user_id text; source text; run_id uuid (NULL: none); one array per column
-- Grain: one row per person, metric and day that was new or had changed; a value of NULL takes the row away
WITH sent AS MATERIALIZED (
    SELECT
        raw.metric,
        raw.date,
        raw.value
    FROM unnest(
        :'metric'::text[],
        :'date'::date[],
        :'value'::double precision[]
    ) AS raw (metric, date, value)
),

gone AS (
    DELETE FROM metric_daily AS old
    USING sent
    WHERE
        old.user_id = :'user_id'::text
        AND old.date >= (SELECT min(first.date) FROM sent AS first WHERE first.value IS NULL)
        AND old.date <= (SELECT max(last.date) FROM sent AS last WHERE last.value IS NULL)
        AND old.metric = sent.metric
        AND old.date = sent.date
        AND sent.value IS NULL
)

INSERT INTO metric_daily (user_id, metric, date, value, source, run_id)
SELECT
    :'user_id'::text,
    sent.metric,
    sent.date,
    sent.value,
    :'source'::text,
    :'run_id'::uuid
FROM sent
WHERE sent.value IS NOT NULL
ON CONFLICT (user_id, metric, date) DO UPDATE SET
    value = excluded.value,
    source = excluded.source,
    run_id = excluded.run_id,
    written_at = now()
WHERE metric_daily.value IS DISTINCT FROM excluded.value;
