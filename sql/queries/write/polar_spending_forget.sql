-- Title: Forget what was spent of Polar's budget in windows that are over
-- Parameters: before timestamptz
-- Grain: one row per spender
DELETE FROM polar_spending
WHERE polar_spending.window_began < :'before'::timestamptz;
