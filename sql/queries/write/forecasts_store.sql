-- Title: Store a person's forecasts
-- Parameters: user_id text; forecasts jsonb, a list of objects; now timestamptz
-- Grain: one row per metric; one that is not forecast any more is removed
WITH sent AS (
    SELECT found.*
    FROM jsonb_to_recordset(:'forecasts'::jsonb) AS found (
        metric text,
        days date[],
        value double precision[],
        low double precision[],
        high double precision[],
        reason text,
        skill double precision,
        origins integer,
        coverage double precision,
        autocorrelation double precision,
        weekly boolean,
        sample_count integer,
        as_of date
    )
),

gone AS (
    DELETE FROM forecast
    WHERE
        forecast.user_id = :'user_id'::text
        AND forecast.metric NOT IN (SELECT sent.metric FROM sent)
)

INSERT INTO forecast (
    user_id, metric, days, value, low, high, reason, skill, origins, coverage,
    autocorrelation, weekly, sample_count, as_of, calculated_at
)
SELECT
    :'user_id'::text,
    sent.metric,
    sent.days,
    sent.value,
    sent.low,
    sent.high,
    sent.reason,
    sent.skill,
    sent.origins,
    sent.coverage,
    sent.autocorrelation,
    sent.weekly,
    sent.sample_count,
    sent.as_of,
    :'now'::timestamptz
FROM sent
ON CONFLICT (user_id, metric) DO UPDATE SET
    days = excluded.days,
    value = excluded.value,
    low = excluded.low,
    high = excluded.high,
    reason = excluded.reason,
    skill = excluded.skill,
    origins = excluded.origins,
    coverage = excluded.coverage,
    autocorrelation = excluded.autocorrelation,
    weekly = excluded.weekly,
    sample_count = excluded.sample_count,
    as_of = excluded.as_of,
    calculated_at = excluded.calculated_at
WHERE forecast.calculated_at <= excluded.calculated_at; -- Who began to look earlier saw less.
