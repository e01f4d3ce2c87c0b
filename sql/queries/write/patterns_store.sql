-- Title: Store a person's patterns
-- Parameters: user_id text; patterns jsonb, a list of objects; now timestamptz
-- Grain: one row per pattern; one that is not found any more is removed
WITH sent AS (
    SELECT found.*
    FROM jsonb_to_recordset(:'patterns'::jsonb) AS found (
        pattern_name text,
        pattern_type text,
        score double precision,
        confidence double precision,
        significance text,
        metrics_involved text[],
        sample_count integer,
        details jsonb,
        as_of date
    )
),

gone AS (
    DELETE FROM pattern
    WHERE
        pattern.user_id = :'user_id'::text
        AND pattern.pattern_name NOT IN (SELECT sent.pattern_name FROM sent)
)

INSERT INTO pattern (
    user_id, pattern_name, pattern_type, score, confidence, significance,
    metrics_involved, sample_count, details, as_of, analyzed_at
)
SELECT
    :'user_id'::text,
    sent.pattern_name,
    sent.pattern_type,
    sent.score,
    sent.confidence,
    sent.significance,
    sent.metrics_involved,
    sent.sample_count,
    sent.details,
    sent.as_of,
    :'now'::timestamptz
FROM sent
ON CONFLICT (user_id, pattern_name) DO UPDATE SET
    pattern_type = excluded.pattern_type,
    score = excluded.score,
    confidence = excluded.confidence,
    significance = excluded.significance,
    metrics_involved = excluded.metrics_involved,
    sample_count = excluded.sample_count,
    details = excluded.details,
    as_of = excluded.as_of,
    analyzed_at = excluded.analyzed_at
WHERE pattern.analyzed_at <= excluded.analyzed_at; -- Who began to look earlier saw less.
