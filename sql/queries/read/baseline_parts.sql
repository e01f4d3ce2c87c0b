-- Title: Parts of baselines that a new device or a found step splits
-- Parameters: user_id text
-- Grain: one row per metric and era
SELECT
    part.metric,
    part.era,
    part.since,
    part.because,
    part.as_of
FROM baseline_part AS part
WHERE part.user_id = :'user_id'::text;
