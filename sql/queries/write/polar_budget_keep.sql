-- Title: Remember what Polar says of its request budget
-- Parameters: span text[]; used, allowed integer[]; resets_at timestamptz[]; seen_at timestamptz
-- Grain: one row per window; an older word than the one that is there changes nothing
INSERT INTO polar_budget AS old (span, used, allowed, resets_at, seen_at)
SELECT
    heard.span,
    heard.used,
    heard.allowed,
    heard.resets_at,
    :'seen_at'::timestamptz AS seen_at
FROM unnest(
    :'span'::text[],
    :'used'::integer[],
    :'allowed'::integer[],
    :'resets_at'::timestamptz[]
) AS heard (span, used, allowed, resets_at)
ON CONFLICT (span) DO UPDATE SET
    used = excluded.used,
    allowed = excluded.allowed,
    resets_at = excluded.resets_at,
    seen_at = excluded.seen_at
WHERE
    old.seen_at <= excluded.seen_at
    OR old.seen_at > excluded.seen_at + interval '1 minute'; -- A clock ran ahead.
