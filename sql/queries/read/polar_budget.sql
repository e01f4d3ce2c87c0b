-- Title: What is left of Polar's request budget, as Polar last said
-- Parameters: none
-- Grain: one row per window, the shorter first; none before Polar answered
SELECT
    polar_budget.span,
    polar_budget.used,
    polar_budget.allowed,
    polar_budget.resets_at,
    polar_budget.seen_at
FROM polar_budget
ORDER BY polar_budget.allowed;
