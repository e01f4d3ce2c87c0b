-- Title: Skin temperatures in sleep
-- Parameters: user_ids text[]; first, last date, both included
-- Grain: one row per person and night, the newest first
SELECT
    skin_temperature.user_id,
    skin_temperature.date,
    skin_temperature.temperature_c,
    skin_temperature.deviation_from_baseline_c
FROM skin_temperature
WHERE skin_temperature.user_id = any(:'user_ids'::text[]) AND skin_temperature.date BETWEEN :'first'::date AND :'last'::date
ORDER BY skin_temperature.date DESC;
