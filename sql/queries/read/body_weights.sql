-- Title: Weighings
-- Parameters: user_ids text[]; first, last date, both included
-- Grain: one row per person and weighing, the newest first
SELECT
    body_weight.user_id,
    body_weight.measured_local,
    body_weight.weight_kg
FROM body_weight
WHERE
    body_weight.user_id = any(:'user_ids'::text[])
    AND body_weight.measured_local >= :'first'::date AND body_weight.measured_local < :'last'::date + 1
ORDER BY body_weight.measured_local DESC;
