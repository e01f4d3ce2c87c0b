-- Title: Store hours of alertness
-- Parameters: user_id text; one array per column
-- Grain: one row per period and hour; a period is replaced as a whole, an unchanged row is not rewritten
WITH sent AS (
    SELECT *
    FROM unnest(
        :'period_start_at'::timestamptz[],
        :'start_at'::timestamptz[],
        :'end_at'::timestamptz[],
        :'local_time'::timestamp[],
        :'alertness_level'::text[],
        :'validity'::text[]
    ) AS sent (period_start_at, start_at, end_at, local_time, alertness_level, validity)
),

gone AS (
    DELETE FROM alertness_hour AS kept
    WHERE
        kept.user_id = :'user_id'::text
        AND kept.period_start_at IN (SELECT sent.period_start_at FROM sent)
        AND NOT EXISTS (
            SELECT FROM sent
            WHERE sent.period_start_at = kept.period_start_at AND sent.local_time = kept.local_time
        )
)

INSERT INTO alertness_hour (
    user_id, period_start_at, start_at, end_at, local_time, alertness_level, validity
)
SELECT
    :'user_id'::text,
    sent.period_start_at,
    sent.start_at,
    sent.end_at,
    sent.local_time,
    sent.alertness_level,
    sent.validity
FROM sent
ON CONFLICT (user_id, local_time, period_start_at) DO UPDATE SET
    start_at = excluded.start_at,
    end_at = excluded.end_at,
    alertness_level = excluded.alertness_level,
    validity = excluded.validity
WHERE
    (alertness_hour.start_at, alertness_hour.end_at, alertness_hour.alertness_level, alertness_hour.validity)
    IS DISTINCT FROM (excluded.start_at, excluded.end_at, excluded.alertness_level, excluded.validity);
