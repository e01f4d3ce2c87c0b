-- Title: Patterns as they are stored
-- Parameters: user_ids text[]
-- Grain: one row per person and pattern
SELECT
    pattern.user_id,
    pattern.pattern_type,
    pattern.pattern_name,
    pattern.score,
    pattern.confidence,
    pattern.significance,
    pattern.metrics_involved,
    pattern.sample_count,
    pattern.details,
    pattern.as_of,
    pattern.analyzed_at
FROM pattern
WHERE pattern.user_id = any(:'user_ids'::text[]);
