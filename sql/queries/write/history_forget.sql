-- Title: Forget earlier versions of rows
-- Parameters: before timestamptz
-- Grain: one row per version that was replaced before
DELETE FROM history
WHERE history.replaced_at < :'before'::timestamptz;
