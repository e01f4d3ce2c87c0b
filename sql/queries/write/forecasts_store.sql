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
        reason_code text,
        reason_params jsonb,
        skill double precision,
        skill_low double precision,
        skill_by_day double precision[],
        shrinkage double precision,
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
    user_id, metric, days, value, low, high, reason, reason_code, reason_params,
    skill, skill_low, skill_by_day, shrinkage, origins, coverage, autocorrelation,
    weekly, sample_count, as_of, calculated_at
)
SELECT
    :'user_id'::text,
    sent.metric,
    sent.days,
    sent.value,
    sent.low,
    sent.high,
    sent.reason,
    sent.reason_code,
    sent.reason_params,
    sent.skill,
    sent.skill_low,
    sent.skill_by_day,
    sent.shrinkage,
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
    reason_code = excluded.reason_code,
    reason_params = excluded.reason_params,
    skill = excluded.skill,
    skill_low = excluded.skill_low,
    skill_by_day = excluded.skill_by_day,
    shrinkage = excluded.shrinkage,
    origins = excluded.origins,
    coverage = excluded.coverage,
    autocorrelation = excluded.autocorrelation,
    weekly = excluded.weekly,
    sample_count = excluded.sample_count,
    as_of = excluded.as_of,
    calculated_at = excluded.calculated_at
WHERE forecast.calculated_at <= excluded.calculated_at; -- Who began to look earlier saw less.
