-- Title: What settings of this session are
-- Parameters: names text[]
-- Grain: one row per setting
SELECT
    wanted AS name,
    current_setting(wanted) AS setting
FROM unnest(:'names'::text[]) AS wanted;
