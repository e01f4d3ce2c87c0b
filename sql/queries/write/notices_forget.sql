-- Title: Forget old notices of Polar's webhook
-- Parameters: before timestamptz
-- Grain: one row per notice that arrived before then
DELETE FROM polar_notice
WHERE polar_notice.arrived_at < :'before'::timestamptz;
